import type { JsonObject, Policy, Problem } from "../model/index.ts";
import { type Answer, problemOf } from "./_answer.ts";
import type { Pipeline } from "./_pipeline.ts";

/** What the API server's type checker has against one expression of a policy, in its words. */
export interface TypeWarning {
  readonly path: string;
  readonly line: number;
  readonly policy: string;
  /** Such as `spec.validations[0].expression`. */
  readonly field: string;
  /** Of which kinds it is said, such as `apps/v1 Deployment`. */
  readonly kinds: readonly string[];
  readonly message: string;
  /** Whether a cluster says it too, in `status.typeChecking` of the policy: it looks at validations alone. */
  readonly status: boolean;
}

/** A policy, the kinds for which its expressions were typed, and those of which no schema is known. */
export interface TypeChecked {
  readonly name: string;
  readonly kind: string;
  readonly kinds: readonly string[];
  readonly untyped: readonly string[];
}

export interface TypeChecks {
  readonly policies: readonly TypeChecked[];
  readonly warnings: readonly TypeWarning[];
  /** What the API server would refuse: it is not checked. */
  readonly problems: readonly Problem[];
}

/** Types the expressions of policies for every kind that they match; custom resources are known by their definitions. */
export function openTypeCheck(
  kube: Pipeline,
  timeoutMs: number,
): (policies: readonly Policy[], crds?: readonly JsonObject[]) => Promise<TypeChecks> {
  return async (policies, crds = []) => {
    const sources = policies.filter(({ engine }) => engine === "cel").flatMap((policy) => policy.sources);
    const none = { policies: [], warnings: [] };
    if (sources.length === 0) return { ...none, problems: [] };
    const { ok, error }: Answer<Told> = await kube.ask<Told>("typecheck", { sources, crds }, { timeoutMs });
    if (error !== undefined) return { ...none, problems: [problemOf(error, "bad-policy")] };
    return { ...ok, problems: ok.problems.map(problemIn) };
  };
}

// --- internal ---

interface Told extends Omit<TypeChecks, "problems"> {
  readonly problems: readonly { readonly path?: string; readonly line?: number; readonly message: string }[];
}

function problemIn({ path, line, message }: Told["problems"][number]): Problem {
  const place = path === undefined || path === "" ? {} : { place: { path, ...(line === undefined ? {} : { line }) } };
  return { code: "bad-policy", message, ...place };
}
