import type { ParameterSource, Policy, Problem } from "../model/index.ts";
import type { FormsOf } from "./_forms.ts";
import { isOfGatekeeper } from "./_gatekeeper-host.ts";

/** Where the parameters of policies come from, and what keeps that from being known of some. */
export interface ParametersFound {
  readonly sources: readonly ParameterSource[];
  readonly problems: readonly Problem[];
}

/** A source for each ConstraintTemplate that has a Constraint; other policies have none. */
export function openParameters(formsOf: FormsOf): (policies: readonly Policy[]) => Promise<ParametersFound> {
  return async (policies) => {
    const own = policies.filter(isOfGatekeeper);
    if (own.length === 0) return { sources: [], problems: [] };
    const { forms, problems } = await formsOf(own);
    const sources = forms.templates.flatMap(({ kind, parameters }) => {
      const samples = forms.constraints.filter((one) => one.kind === kind).map((one) => one.parameters ?? {});
      return samples.length === 0 ? [] : [{ schema: parameters ?? { type: "object" }, samples }];
    });
    return { sources, problems };
  };
}
