import type { JsonObject, Judge, Material, Property, Trial, Verdict } from "../model/index.ts";
import type { Shrinking } from "./_shrink.ts";

/** What a property is checked with. */
export interface PropertyCheck {
  readonly property: Property;
  readonly judge: Judge;
  /** Judges the changed requests. @defaultValue `judge` */
  readonly judgeAfter?: Judge;
  /** Judges that must let a request pass, or the property says nothing of it. */
  readonly conditions?: readonly Judge[];
  /** Requests to change; their objects as JSON. */
  readonly trials: Iterable<Trial>;
  /** More of them, which may have no end: once each of `trials` was changed, these and other changes of `trials` take turns. */
  readonly generated?: Iterable<Trial>;
  /** So many changed requests are judged for which the property says something. @defaultValue 100 */
  readonly runs?: number;
  /** Which change of a request comes first. @defaultValue 1 */
  readonly seed?: number;
  readonly material?: Material;
  /** The object as the API server admits it, for properties that need it; `undefined` where it does not. */
  readonly admitted?: (trial: Trial) => Promise<JsonObject | undefined>;
  /** What the control's own policies say of a request, for properties that need it. @defaultValue what `judge` says */
  readonly mutation?: (trial: Trial) => Promise<Verdict>;
  /** @defaultValue the request stays as it is found */
  readonly shrinking?: Pick<Shrinking, "smaller">;
  readonly signal?: AbortSignal;
}
