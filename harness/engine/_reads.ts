import type { MatchedResource, Policy, Problem, Reads } from "../model/index.ts";
import { type Answer, problemOf } from "./_answer.ts";
import type { Names } from "./_names.ts";
import type { Policies } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import { planUnit, regoProblems } from "./_rego-plan.ts";
import { unitsOf } from "./_rego-units.ts";

/** What policies look at, and what keeps that from being known of some. */
export interface ReadsFound {
  readonly reads: Reads;
  readonly problems: readonly Problem[];
}

/** Asks the engines what policies look at; what is found of each is put together. */
export function openReads(asked: { readonly opa: Pipeline; readonly kube: Pipeline; readonly name: Names }) {
  return async (policies: readonly Policy[]): Promise<ReadsFound> => {
    const rego = policies.filter(({ engine }) => engine === "rego" || engine === "topdown");
    const found = await Promise.all([
      ...unitsOf(rego).map(async (unit): Promise<ReadsFound> => {
        const { plan, problems } = await planUnit(asked.opa, unit);
        if (plan === undefined) return { reads: nothing, problems };
        const { modules, data } = unit;
        const entrypoints = plan.entrypoints.map(({ ref }) => ref);
        const body = { modules, entrypoints, ...(data === undefined ? {} : { data }) };
        return foundIn(await asked.opa.ask<Reads>("reads", body), regoProblems);
      }),
      ...policies
        .filter(({ engine }) => engine === "cel" || engine === "podsecurity")
        .map((policy) => ofKube(asked, policy)),
    ]);
    return { reads: joined(found.map(({ reads }) => reads)), problems: found.flatMap(({ problems }) => problems) };
  };
}

// --- internal ---

const nothing: Reads = { chains: [], strings: [], numbers: [], patterns: [], matches: [] };

/** Each alone: where two revisions are compared, both have the same names. */
async function ofKube(
  { kube, name }: { readonly kube: Pipeline; readonly name: Names },
  { engine, sources }: Policy,
): Promise<ReadsFound> {
  const handle = name("policies");
  const made = kube.ask<Policies>("policies", { as: handle, engine, sources }, { makes: handle });
  const answer = kube.ask<Reads>("reads", { policies: handle });
  void kube.ask("drop", { handles: [handle] });
  await made;
  return foundIn(await answer, (failure) => [problemOf(failure, "bad-policy")]);
}

function foundIn(
  { ok, error }: Answer<Reads>,
  problemsOf: (failure: NonNullable<typeof error>) => readonly Problem[],
): ReadsFound {
  return error === undefined ? { reads: ok as Reads, problems: [] } : { reads: nothing, problems: problemsOf(error) };
}

function joined(all: readonly Reads[]): Reads {
  return {
    chains: unique(all.flatMap(({ chains }) => chains.filter((chain) => chain.some((name) => name !== "*")))),
    strings: unique(all.flatMap(({ strings }) => strings)),
    numbers: unique(all.flatMap(({ numbers }) => numbers)),
    patterns: unique(all.flatMap(({ patterns }) => patterns)),
    matches: unique<MatchedResource>(all.flatMap(({ matches }) => matches)),
  };
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
