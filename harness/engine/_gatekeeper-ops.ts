/** Bodies and answers of the ops of `gatekeeper`, as docs/wire.md lists them. */
import type { EvaluationError, Json, JsonObject } from "../model/index.ts";
import type { Module, Policies } from "./_ops.ts";

/** What Gatekeeper refuses. `schema`: a Constraint does not fit the schema of its template. */
export interface GatekeeperProblem {
  readonly path?: string;
  readonly line?: number;
  readonly message: string;
  readonly code?: "schema";
}

/** Answer of `policies`. */
export type GatekeeperPolicies = Pick<Policies, "policies"> & { readonly problems: readonly GatekeeperProblem[] };

/** A Constraint that a request is held against. */
export interface MatchedConstraint {
  readonly template: string;
  readonly kind: string;
  readonly name: string;
  readonly parameters: Json;
  readonly actions: readonly string[];
}

/** Answer of `match`. */
export interface Matched {
  readonly constraints: readonly MatchedConstraint[];
  /** Constraints of which Gatekeeper cannot tell whether they match, and rejects for that. */
  readonly rejected: readonly (EvaluationError & { readonly actions?: readonly string[] })[];
  /** Why nothing applies. */
  readonly skipped?: string;
  /** What mutators made of the object, where they changed it. */
  readonly object?: JsonObject;
  readonly input: { readonly review: JsonObject };
}

/** Answer of `world`. */
export interface GatekeeperWorld {
  readonly problems: readonly { readonly message: string }[];
  /** What stands under `data.inventory`; absent where nothing does. */
  readonly inventory?: JsonObject;
}

/** The Rego of a template. Gatekeeper asks it for `violation` in its package. */
export interface RegoForm {
  readonly modules: readonly RegoModule[];
  readonly v0: boolean;
  /** Such as `k8sallowedrepos`, as a ref under `data`. */
  readonly package: string;
  /** Such as `k8sallowedrepos/violation`. */
  readonly entrypoint: string;
}

/** A module as it is written in a template, from `line` of the file on; `byLine` where each of its rows has a line there. */
export interface RegoModule extends Module {
  readonly line: number;
  readonly byLine: boolean;
}

/** What else a ConstraintTemplate is. */
export interface TemplateForm {
  /** Of its Constraints. */
  readonly kind: string;
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly rego?: RegoForm;
  /** OpenAPI schema of `spec.parameters`. */
  readonly parameters?: JsonObject;
  readonly crd: JsonObject;
  /** The ValidatingAdmissionPolicy that Gatekeeper generates. */
  readonly vap?: JsonObject;
  /** Where its expressions are written. */
  readonly expressions?: readonly { readonly text: string; readonly line: number }[];
}

/** What else a Constraint is. */
export interface ConstraintForm {
  readonly kind: string;
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly parameters?: JsonObject;
  /** As the API server stores it. */
  readonly object: JsonObject;
  /** The ValidatingAdmissionPolicyBinding that Gatekeeper generates, where it generates one. */
  readonly binding?: JsonObject;
}

/** Answer of `forms`. */
export interface Forms {
  readonly templates: readonly TemplateForm[];
  readonly constraints: readonly ConstraintForm[];
  readonly problems: readonly GatekeeperProblem[];
}
