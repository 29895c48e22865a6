import type { Policy } from "../model/index.ts";
import type { Answer } from "./_answer.ts";
import type { Uses } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import { type Unit, unitOf, unitsOf } from "./_rego-units.ts";

/** What decides what a policy in Rego says. */
export type Used = Uses["uses"][number];

/** Asks OPA what each policy in Rego uses; a policy that does not compile has no answer. */
export function openUses(
  opa: Pipeline,
  timeoutMs: number,
): (policies: readonly Policy[]) => Promise<ReadonlyMap<Policy, Used>> {
  const ask: Ask = (body) => opa.ask<Uses>("uses", body, { timeoutMs });
  return async (policies) => {
    const rego = policies.filter(
      ({ engine, from, sources }) =>
        (engine === "rego" || engine === "topdown") && from === undefined && sources.length > 0,
    );
    return new Map((await Promise.all(unitsOf(rego).map((unit) => usesOf(ask, unit)))).flat());
  };
}

// --- internal ---

type Ask = (body: object) => Promise<Answer<Uses>>;

/** All together, or each alone where one of them keeps the others from it. */
async function usesOf(ask: Ask, { policies, modules }: Unit): Promise<readonly (readonly [Policy, Used])[]> {
  const asked = policies.map(({ sources, entrypoints = [] }) => ({
    paths: sources.map(({ path }) => path),
    entrypoints: entrypoints.filter((entrypoint) => entrypoint.includes("/")),
  }));
  const { ok } = await ask({ modules, asked });
  if (ok !== undefined) return policies.flatMap((policy, index) => named(policy, ok.uses[index]));
  if (policies.length === 1) return [];
  return (await Promise.all(policies.map((policy) => usesOf(ask, unitOf([policy]))))).flat();
}

function named(policy: Policy, used: Used | undefined): readonly (readonly [Policy, Used])[] {
  return used === undefined ? [] : [[policy, used]];
}
