import type { Counts } from "./_counts.ts";

/** One suite of checks. */
export interface Gate {
  readonly name: string;
  /** Runs the suite and says how many checks passed; a suite that rejects, or that checked nothing, has failed. */
  readonly run: () => Promise<Counts>;
}
