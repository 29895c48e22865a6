import type { Engines } from "../../harness/engine/index.ts";
import type { Control, EngineId, Policy } from "../../harness/model/index.ts";
import { judgedPairs } from "./_judging.ts";
import { narrowed } from "./_library.ts";

import { celMutants, regoMutants, verdictMutants } from "./_mutants.ts";

/** One way to break a policy, and what the control's cases made of it. */
export interface Broken {
  /** What was broken, such as `deny 2 of 3 dropped`. */
  readonly how: string;
  /** How many cases that pass fail on the broken policy: none, and nothing shows that the part is needed. */
  readonly noticedBy: number;
}

/** What the cases of a control show of its policy for one engine. */
export interface Proof {
  readonly control: string;
  readonly engine: EngineId;
  /** Cases that the policy itself does not pass, by name; they show nothing. */
  readonly failing: readonly string[];
  readonly broken: readonly Broken[];
}

/**
 * Breaks each policy of each control in simple ways and judges the control's cases by what is left, with the real engines. Rego and CEL lose one rule, validation
 * or mutation at a time, and deny, warn of or change everything; of PodSecurity, whose code is not the control's, the answers are replaced.
 */
export async function proofs(controls: readonly Control[], engines: Engines): Promise<readonly Proof[]> {
  const pairs = controls.flatMap((control) =>
    control.policies.map((policy) => ({ control, policy: asTopdown(policy) })),
  );
  const asked = await Promise.all(
    pairs.map(async ({ control, policy }) => ({ control, policy, mutants: await mutantsOf(policy, engines) })),
  );
  return judgedPairs(asked, engines);
}

// --- internal ---

/** OPA's own evaluator, which needs no WASM for each broken copy. That both evaluators agree is tested elsewhere. */
function asTopdown(policy: Policy): Policy {
  return policy.engine === "rego" ? { ...narrowed(policy), engine: "topdown" } : policy;
}

async function mutantsOf(policy: Policy, engines: Engines): ReturnType<typeof celMutants> {
  switch (policy.engine) {
    case "rego":
    case "topdown":
      return regoMutants(policy);
    case "cel":
      return celMutants(policy, engines);
    case "podsecurity":
      return verdictMutants;
    case "gatekeeper":
    case "kyverno":
    case "command":
    case "cluster":
      throw new Error(`the pack has no policies for \`${policy.engine}\`, and no way to break them`);
  }
}
