import type { Policy, Problem } from "../model/index.ts";
import { isOfGatekeeper } from "./_gatekeeper-host.ts";
import type { MutantsAsked, MutantsMade } from "./_kept-mutants.ts";
import { type CelMutants, mutantsOfCel } from "./_mutants-cel.ts";
import { mutantsOfRego, type RegoMutants } from "./_mutants-rego.ts";

/** Asks for mutants of policies: OPA's syntax tree of those in Rego, that of the API server's CEL for those. A library is left as it is. */
export function openMutants(
  makers: RegoMutants & CelMutants,
): (policy: Policy, asked?: MutantsAsked) => Promise<MutantsMade> {
  return async (policy, asked = {}) => {
    if (isOfGatekeeper(policy)) return { problems: [cannot(policy, "of ConstraintTemplates")] };
    switch (policy.engine) {
      case "rego":
      case "topdown":
        return await mutantsOfRego(makers, policy, asked);
      case "cel":
        return await mutantsOfCel(makers, policy, asked);
      case "podsecurity":
      case "gatekeeper":
      case "kyverno":
      case "command":
      case "cluster":
        return { problems: [cannot(policy, `for the engine \`${policy.engine}\``)] };
    }
  };
}

// --- internal ---

function cannot({ control }: Policy, which: string): Problem {
  return {
    code: "bad-usage",
    message: `policies ${which} are not mutated (control \`${control}\`)`,
    hint: "choose policies in Rego and CEL with --engine rego,cel",
  };
}
