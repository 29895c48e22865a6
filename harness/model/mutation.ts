import type { Difference } from "./comparison.ts";
import type { Mutant } from "./mutant.ts";
import type { Place } from "./source.ts";

/**
 * What became of a mutant. `killed`: a case failed on it. `survived`: none did, and a request shows that it is not the same policy. `equivalent`: no
 * request told it from the original.
 */
export type MutantStatus = "killed" | "survived" | "equivalent";

/** A mutant with what became of it. */
export interface MutantOutcome extends Mutant {
  readonly status: MutantStatus;
  /** The case that killed it. */
  readonly case?: string;
  /** What that case noticed. */
  readonly why?: string;
  /** Generated requests that it and the original were both asked, where no case killed it. */
  readonly requests?: number;
  /** Of one that survived the smallest request that tells it from the original, which is the left side. None where nothing was generated. */
  readonly difference?: Difference;
}

/** How many of the mutants that count were killed. Equivalent ones do not count. */
export interface MutationScore {
  readonly killed: number;
  readonly survived: number;
  readonly equivalent: number;
  /** In percent; 100 where none counts. */
  readonly score: number;
}

/** Mutants of a control's policy for an engine that no case noticed; with `least`, of all controls together, too many. */
export interface SurvivedMutants {
  readonly kind: "survived-mutants";
  readonly control: string;
  readonly engine: Mutant["engine"];
  readonly message: string;
  readonly place?: Place;
}

/** The score of mutants. */
export function scoreOf(mutants: readonly Pick<MutantOutcome, "status">[]): MutationScore {
  const count = (wanted: MutantStatus): number => mutants.filter(({ status }) => status === wanted).length;
  const [killed, survived] = [count("killed"), count("survived")];
  const score = killed + survived === 0 ? 100 : (100 * killed) / (killed + survived);
  return { killed, survived, equivalent: count("equivalent"), score };
}
