import type { Place } from "./source.ts";

/** A policy with one slip in it: tests that are any good notice. */
export interface Mutant {
  readonly control: string;
  readonly engine: "rego" | "cel";
  /** The kind of slip, such as `negate`; `message` changes only what is said, not what is decided. */
  readonly operator: string;
  /** Where `original` begins. */
  readonly place: Place;
  /** The text of the source that was replaced, and what stands there instead. */
  readonly original: string;
  readonly replacement: string;
}
