import type { ErrorCode } from "./errors.ts";
import type { JsonObject } from "./json.ts";
import type { Request, World } from "./request.ts";
import type { Place, SourceFile } from "./source.ts";
import type { Verdict } from "./verdict.ts";

/**
 * `rego`: OPA-compiled WASM in opa-wasm; `topdown`: OPA's Go evaluator, the reference; `cel` and `podsecurity`: the API server's code;
 * `gatekeeper`: Gatekeeper's own client; `kyverno`: the user's `kyverno` binary; `command`: any program that answers AdmissionReviews;
 * `cluster`: a live cluster with whatever it has in force, asked by dry run.
 */
export type EngineId = (typeof engineIds)[number];

/** All engines, in the order in which they are listed to users. */
export const engineIds = [
  "rego",
  "topdown",
  "cel",
  "podsecurity",
  "gatekeeper",
  "kyverno",
  "command",
  "cluster",
] as const;

/** How a Rego policy reads its input: `input.request`, `input.review`, or the object itself. */
export type InputShape = "admission" | "gatekeeper" | "object";

/** A control's form for one engine. */
export interface Policy {
  readonly control: string;
  readonly engine: EngineId;
  /** None for `cluster`, which has its policies, and for `command`, which is them. */
  readonly sources: readonly SourceFile[];
  /**
   * `rego`, `topdown` and `cel`: the sources are Gatekeeper's ConstraintTemplates and Constraints, and what Gatekeeper makes of them is
   * judged by: the templates' Rego with the Constraints' match, or the ValidatingAdmissionPolicies that it generates.
   */
  readonly from?: "gatekeeper";
  /** Gatekeeper only. `gator`: as `gator verify` asks; every result is a violation, whatever its enforcementAction. @defaultValue webhook */
  readonly enforcementPoint?: "webhook" | "gator";
  /** Gatekeeper only: which of a template's forms is taken where it has several. @defaultValue any: CEL before Rego, as gator does */
  readonly driver?: "any" | "rego" | "cel";
  /** Command only: the program and its arguments. */
  readonly run?: readonly string[];
  /** Command only: where the program runs. @defaultValue the current folder */
  readonly folder?: string;
  /** Rego only: modules that the sources import. */
  readonly library?: readonly SourceFile[];
  /**
   * Rego: entrypoints such as `pss/x/deny`; Kyverno: names of the rules that count.
   * @defaultValue every deny, violation, warn and response rule of the sources; every rule
   */
  readonly entrypoints?: readonly string[];
  /** Rego only. @defaultValue found from what the policy reads */
  readonly shape?: InputShape;
  /** Rego only: the modules are Rego v0. @defaultValue false */
  readonly v0?: boolean;
  /** Rego only: documents under `data`. */
  readonly data?: JsonObject;
}

/** Something wrong with the user's input, found before or beside judging. The rest of the run goes on. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly place?: Place;
  /** What to do about it. */
  readonly hint?: string;
}

/** Judges one request. Never rejects: whatever goes wrong is a verdict with decision `error`. */
export type Judge = (request: Request, world: World) => Promise<Verdict>;

/** The outcome of compiling: a judge, or the problems that prevent one. Problems may accompany a judge (other policies compiled). */
export interface Compiled {
  readonly judge?: Judge;
  /** Why the judge cannot be asked a request in its world, where it cannot: a case that it is about is set aside. */
  readonly cannotAsk?: (request: Request, world: World) => Promise<string | undefined>;
  /** What the judge does not see, and so cannot confirm, with the reason. */
  readonly unseen?: { readonly audit: string; readonly skip: string };
  /** Whether the judge answers all that it is asked at once by one run of a program: then the more, the better. @defaultValue false */
  readonly together?: boolean;
  readonly problems: readonly Problem[];
}

/** An engine: compile once, judge many. */
export interface Engine {
  readonly id: EngineId;
  compile(policies: readonly Policy[], options?: { readonly kubernetes?: string }): Promise<Compiled>;
}
