import type { EngineId } from "./engine.ts";
import type { Place } from "./source.ts";

/** A flip between two revisions of a policy that somebody has looked at and wants. */
export interface Approval {
  readonly control: string;
  /** The engine whose policies changed, or those of before and after. */
  readonly engines: readonly EngineId[];
  /** What flips: `allow to deny`. */
  readonly flip: string;
  /** Hash of the flip's cause. */
  readonly cause: string;
  /** Hash of the policies before and after: it is approved for this change alone. */
  readonly change: string;
  /** The smallest request that flips, in short, for who reviews the file. */
  readonly request?: string;
  readonly reason: string;
  /** Where it is written. */
  readonly place: Place;
}
