import type { ErrorCode } from "./errors.ts";
import type { JsonObject } from "./json.ts";

/** What an engine decided. `skip`: nothing applied. `error`: no verdict could be reached; never a kind of `deny`. */
export type Decision = "allow" | "deny" | "skip" | "error";

/** One reason to deny, or to warn. */
export interface Violation {
  /** Name of the policy: the ValidatingAdmissionPolicy, the Rego rule (`data.pss.x.deny`), the PodSecurity check. */
  readonly policy: string;
  /** The policy's own message, without what the server puts around it. */
  readonly message: string;
  /** ValidatingAdmissionPolicyBinding, where there is one. */
  readonly binding?: string;
  /** The validation in CEL that did not hold. */
  readonly expression?: string;
  /** `details` of a Gatekeeper violation, as the policy gave them. */
  readonly details?: JsonObject;
}

/** An evaluation that failed, in the engine's own words. */
export interface EvaluationError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly policy?: string;
}

/** What the API server would have answered, after failurePolicy. Present where the engine is the API server's code. */
export interface Response {
  readonly allowed: boolean;
  /** HTTP status code of a refusal. */
  readonly code?: number;
  /** metav1.StatusReason of a refusal. */
  readonly reason?: string;
  /** The whole message, as `kubectl` prints it after "Error from server". */
  readonly message?: string;
  readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
}

/** What one judge said of one request. */
export interface Verdict {
  readonly decision: Decision;
  readonly violations: readonly Violation[];
  readonly warnings: readonly string[];
  /** What policies warn of without denying it, in their own words; absent where the engine does not tell it from other warnings. */
  readonly advice?: readonly Violation[];
  /** Audit annotations, key to value. */
  readonly audit: Readonly<Record<string, string>>;
  /** Why nothing applied; with `skip` only. */
  readonly skipped?: string;
  /** What failed; never empty with `error`. */
  readonly errors?: readonly EvaluationError[];
  readonly response?: Response;
  /** The object as mutating policies left it; where there were some and they changed it. */
  readonly object?: JsonObject;
}
