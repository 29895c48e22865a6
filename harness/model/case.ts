import type { EngineId, Policy } from "./engine.ts";
import type { JsonObject } from "./json.ts";
import type { PropertyUse } from "./property.ts";
import type { ReleaseRange } from "./releases.ts";
import type { Request, World } from "./request.ts";
import type { Place, SourceFile } from "./source.ts";
import type { Decision } from "./verdict.ts";

/** How many violations there must be. */
export interface ViolationCount {
  /** Exactly so many; at least one when absent. */
  readonly count?: number;
  /** Only those count whose message this regular expression (RE2, as Go has it) matches somewhere. */
  readonly matches?: string;
}

/** What a case expects of a verdict. Only what is named is compared. */
export interface Expectation {
  /** Any but `error` when absent. */
  readonly decision?: Decision;
  /** `allow`: that nothing applied is as good, and the outcome notes it. @defaultValue false */
  readonly orSkip?: boolean;
  readonly violations?: readonly ViolationCount[];
  /** What mutating policies must make of the object. */
  readonly object?: JsonObject;
  /** Each must be part of some violation's message (of an error's message for `error`, of the reason for `skip`). */
  readonly messages?: readonly string[];
  /** Each must be part of some warning; `[]`: there must be none. */
  readonly warnings?: readonly string[];
  /** Audit annotations that must be there, key to part of the value. */
  readonly audit?: Readonly<Record<string, string>>;
  /** HTTP code of the refusal, where the engine gives one. */
  readonly code?: number;
  /** Where it is written, where that is not the case's own place. */
  readonly place?: Place;
}

/** One golden case: a request with what must come of it. */
export interface Case {
  readonly control: string;
  /** Unique in its control; taken from `case:` or the file's name. */
  readonly name: string;
  readonly place: Place;
  readonly request: Request;
  readonly world: World;
  readonly expect: Expectation;
  /** What differs for single engines; replaces `expect` as a whole for that engine. */
  readonly engines?: Readonly<Partial<Record<EngineId, Expectation>>>;
  /** What is checked is that the policies are refused; there is no request to judge. */
  readonly refused?: true;
  /** The engines that judge it, where any of them takes part. @defaultValue all that the control has a policy for */
  readonly judgedBy?: readonly EngineId[];
  /** Why the case does not run, where the user said so. */
  readonly skip?: string;
  /** The releases of Kubernetes that it is about. @defaultValue all, or the one of its world */
  readonly releases?: ReleaseRange;
  /** Why nothing is expected of it under the release that it stands under: it is not one of `releases`. */
  readonly outside?: string;
}

/** One rule of guidance with its policies and cases. */
export interface Control {
  readonly id: string;
  readonly policies: readonly Policy[];
  readonly cases: readonly Case[];
  /** Unit tests of its policies in Rego, which OPA runs: the `*_test.rego` beside them. */
  readonly unitTests?: readonly SourceFile[];
  /** What must hold of its policies whatever the request. */
  readonly properties?: readonly PropertyUse[];
}

/** What {@link Case.expect} asks of one engine. `topdown` evaluates the policies of `rego`, so what is said of `rego` holds for it too. */
export function expectationFor({ engines, expect }: Case, engine: EngineId): Expectation {
  return engines?.[engine] ?? (engine === "topdown" ? engines?.rego : undefined) ?? expect;
}

/** The engines that a case is meant for, where any of them takes part; else all that do. */
export function judgesOf({ judgedBy = [] }: Case, engines: readonly EngineId[]): readonly EngineId[] {
  const meant = engines.filter((engine) => judgedBy.includes(engine));
  return meant.length > 0 ? meant : engines;
}
