import type { Policy, Problem } from "../model/index.ts";
import type { Used, Uses } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import { diagnosticProblem } from "./_rego-plan.ts";
import { type Unit, unitsOf } from "./_rego-units.ts";

/** What policies use. One that does not compile has no answer; what is wrong with files that none of them needs is a problem too. */
export interface UsesFound {
  readonly used: ReadonlyMap<Policy, Used>;
  readonly problems: readonly Problem[];
}

/** Asks OPA what each policy in Rego uses. */
export function openUses(opa: Pipeline, timeoutMs: number): (policies: readonly Policy[]) => Promise<UsesFound> {
  return async (policies) => {
    const rego = policies.filter(
      ({ engine, from, sources }) =>
        (engine === "rego" || engine === "topdown") && from === undefined && sources.length > 0,
    );
    const found = await Promise.all(unitsOf(rego).map((unit) => usesOf(unit, opa, timeoutMs)));
    return {
      used: new Map(found.flatMap(({ used }) => used)),
      problems: found.flatMap(({ problems }) => problems),
    };
  };
}

/** The policy without modules that it does not need; as it is where that is not known. */
export function narrowed<P extends Policy>(policy: P, used: UsesFound["used"]): P {
  const { library } = policy;
  const needs = used.get(policy)?.needs;
  if (library === undefined || needs === undefined) return policy;
  return { ...policy, library: library.filter(({ path }) => needs.includes(path)) };
}

// --- internal ---

interface UsesOfUnit {
  readonly used: readonly (readonly [Policy, Used])[];
  readonly problems: readonly Problem[];
}

/** All together: the library is compiled once. Where OPA refuses all of it, what it says is said when each is compiled. */
async function usesOf({ policies, modules }: Unit, opa: Pipeline, timeoutMs: number): Promise<UsesOfUnit> {
  const asked = policies.map(({ sources, entrypoints = [] }) => ({
    paths: sources.map(({ path }) => path),
    entrypoints: entrypoints.filter((entrypoint) => entrypoint.includes("/")),
  }));
  const { ok } = await opa.ask<Uses>("uses", { modules, asked }, { timeoutMs });
  if (ok === undefined) return { used: [], problems: [] };
  const used = policies.flatMap((policy, index) => {
    const one = ok.uses[index] ?? undefined;
    return one === undefined ? [] : [[policy, one] as const];
  });
  return { used, problems: ok.diagnostics.map(diagnosticProblem) };
}
