import type { Control, Problem } from "../../model/index.ts";

/** What a suite of another tool says, in our words. */
export interface ForeignControls {
  readonly controls: readonly Control[];
  readonly problems: readonly Problem[];
}
