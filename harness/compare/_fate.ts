import type { MutantOutcome } from "../model/index.ts";

/** What became of a mutant, without what it is. */
export type Fate = Pick<MutantOutcome, "status" | "case" | "why" | "requests" | "difference">;
