import type { MatchedResource, Policy, Problem, Reads } from "../model/index.ts";
import { type Answer, problemOf } from "./_answer.ts";
import type { FormsOf } from "./_forms.ts";
import { formsReads } from "./_forms-reads.ts";
import { isOfGatekeeper } from "./_gatekeeper-host.ts";
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

/** Who knows what policies look at. */
export interface ReadsHost {
  readonly opa: Pipeline;
  readonly kube: Pipeline;
  readonly name: Names;
  readonly formsOf: FormsOf;
}

/** Asks the engines what policies look at; what is found of each is put together. */
export function openReads(asked: ReadsHost): (policies: readonly Policy[]) => Promise<ReadsFound> {
  const ofGatekeeper = formsReads({
    ...asked,
    readsOfCel: async (sources) => (await ofKube(asked, { control: "", engine: "cel", sources })).reads,
  });
  return async (policies) => {
    const templates = policies.filter(isOfGatekeeper);
    const others = policies.filter((policy) => !isOfGatekeeper(policy));
    const rego = others.filter(({ engine }) => engine === "rego" || engine === "topdown");
    const kube = others.filter(({ engine }) => engine === "cel" || engine === "podsecurity");
    const found = await Promise.all([
      ...unitsOf(rego).map(async (unit): Promise<ReadsFound> => {
        const { plan, problems } = await planUnit(asked.opa, unit);
        if (plan === undefined) return { reads: nothing, problems };
        const { modules, data } = unit;
        const entrypoints = plan.entrypoints.map(({ ref }) => ref);
        const body = { modules, entrypoints, ...(data === undefined ? {} : { data }) };
        return foundIn(await asked.opa.ask<Reads>("reads", body), regoProblems);
      }),
      ...kube.map((policy) => ofKube(asked, policy)),
    ]);
    const more = await ofGatekeeper(templates);
    return {
      reads: joined([...found.map(({ reads }) => reads), ...more.reads]),
      problems: [...found.flatMap(({ problems }) => problems), ...more.problems],
    };
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
    requests: unique(all.flatMap(({ requests = [] }) => requests)),
  };
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
