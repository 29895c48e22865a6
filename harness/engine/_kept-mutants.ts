import type { Judge, Mutant, Problem } from "../model/index.ts";
import type { MadeMutants } from "./_ops.ts";

/** A mutant that can be asked. */
export interface JudgingMutant {
  /** The same for the same files, whichever policy they are made for and whatever else is asked. */
  readonly number: number;
  readonly mutant: Mutant;
  readonly judge: Judge;
}

/** The mutants of a policy: an engine keeps what it compiled of them until they are dropped. */
export interface KeptMutants {
  /** The policy as it is, in the same engine. */
  readonly original: Judge;
  /** In the order in which the engine made them. */
  readonly mutants: readonly JudgingMutant[];
  drop(): void;
}

/** Which mutants are asked for. */
export interface MutantsAsked {
  /** Kinds of slips. @defaultValue all that change what is decided */
  readonly operators?: readonly string[];
  /** Path of the module of the policy's library that is to be mutated. @defaultValue the policy's own files are */
  readonly library?: string;
  /** Of these numbers only. */
  readonly numbers?: readonly number[];
  /** Release of Kubernetes for requests whose world names none. @defaultValue the engine's own */
  readonly kubernetes?: string;
}

/** The mutants of a policy, or why it has none. */
export type MutantsMade =
  | { readonly value: KeptMutants; readonly problems?: undefined }
  | { readonly problems: readonly Problem[]; readonly value?: undefined };

/** What is told of a mutant that an engine made. */
export function mutantOf(
  control: string,
  engine: Mutant["engine"],
  { path, line, column, operator, original, replacement }: MadeMutants["mutants"][number],
): Mutant {
  const place = { path, line, ...(column === undefined ? {} : { column }) };
  return { control, engine, operator, place, original, replacement };
}
