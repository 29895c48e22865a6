import type { Format } from "../report/index.ts";

/** The options of `assay mutate` as commander gives them. */
export interface MutateOptions {
  readonly control?: readonly string[];
  readonly engine?: readonly ("rego" | "cel")[];
  readonly operators?: readonly string[];
  /** In percent. */
  readonly minScore?: number;
  readonly runs?: number;
  readonly seed?: number;
  readonly writeCases?: boolean;
  readonly format?: readonly Format[];
  readonly output?: readonly string[];
  readonly kubernetes?: string;
  /** In seconds. */
  readonly timeout?: number;
  readonly config?: string;
  readonly cwd?: string;
  readonly color: boolean;
}
