/**
 * What policies look at, taken from their syntax trees by the engines. Generation leans to it.
 *
 * It may name too much (a string that is no field), never too little on purpose.
 */
export interface Reads {
  /**
   * Field names in the order in which they are followed from any value, `*` for any element: `["spec","containers","*","image"]`, `["hostPort"]`.
   * A literal list of strings counts too, because it may be a path (`lib.get(container, ["securityContext","privileged"], false)`).
   */
  readonly chains: readonly (readonly string[])[];
  /** Every other string literal, keys of literal objects included. */
  readonly strings: readonly string[];
  readonly numbers: readonly number[];
  /** Regular expressions that the policy matches with (RE2), as far as they are literals. */
  readonly patterns: readonly string[];
  /** What the policies ask to be given: resources of match constraints. Empty where nothing is said (Rego). */
  readonly matches: readonly MatchedResource[];
  /** What expressions in CEL look at in the request itself, `["request","userInfo","username"]`. In Rego these are chains like others. */
  readonly requests?: readonly (readonly string[])[];
}

/** One resource rule of a policy, a value of each list at a time as the policy has it; `*` stays `*`. */
export interface MatchedResource {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  /** With subresources: `pods/ephemeralcontainers`. */
  readonly resources: readonly string[];
  readonly operations: readonly string[];
}
