import type { ExplainedRule, Policy, Problem, Request, Told, World } from "../model/index.ts";
import { problemOf } from "./_answer.ts";
import { isOfGatekeeper } from "./_gatekeeper-host.ts";
import type { Hosts } from "./_hosts.ts";
import { readJson } from "./_json.ts";
import type { Names } from "./_names.ts";
import type { Policies } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import { type Planned, planUnit, regoProblems } from "./_rego-plan.ts";
import { type Unit, unitsOf } from "./_rego-units.ts";
import { admission, requestBody } from "./_request.ts";
import type { Prepared, Reviews } from "./_reviews.ts";

/** What the engine of some policies tells of how they judge one request. */
export interface ToldOf {
  readonly told: Told;
  readonly problems: readonly Problem[];
}

/** Who tells. */
export interface ExplainHost {
  readonly opa: Pipeline;
  readonly topdown: Pipeline;
  readonly hosts: Hosts;
  readonly name: Names;
  readonly reviews: Reviews;
}

/** What is asked about: policies of one engine. */
export interface Explaining {
  readonly policies: readonly Policy[];
  readonly request: Request;
  readonly world: World;
}

/** Rego is told by topdown, whoever judges; CEL by the API server's code. Of the others nothing but the verdict is known. */
export function openExplain(host: ExplainHost): (asked: Explaining) => Promise<ToldOf> {
  return async (asked) => {
    const policies = asked.policies.filter((policy) => !isOfGatekeeper(policy) && policy.sources.length > 0);
    const rego = policies.filter(({ engine }) => engine === "rego" || engine === "topdown");
    const cel = policies.filter(({ engine }) => engine === "cel");
    if (rego.length > 0) return ofRego(host, { ...asked, policies: rego });
    return cel.length > 0 ? ofCel(host, { ...asked, policies: cel }) : { told: nothing, problems: [] };
  };
}

// --- internal ---

const nothing: Told = { entrypoints: [], rules: [], matched: [], evaluated: [] };

async function ofRego(host: ExplainHost, { policies, request, world }: Explaining): Promise<ToldOf> {
  await host.hosts.ready(world.kubernetes);
  const prepared = await host.reviews(request, world);
  if (prepared.errors.length > 0) return { told: nothing, problems: [] };
  const all = await Promise.all(unitsOf(policies).map((unit) => ofUnit(host, unit, { prepared, world })));
  return {
    told: {
      ...nothing,
      entrypoints: all.flatMap(({ told }) => told.entrypoints),
      rules: all.flatMap(({ told }) => told.rules),
    },
    problems: all.flatMap(({ problems }) => problems),
  };
}

interface Seen {
  readonly prepared: Prepared;
  readonly world: World;
}

async function ofUnit(host: ExplainHost, unit: Unit, seen: Seen): Promise<ToldOf> {
  const { plan } = await planUnit(host.opa, unit);
  if (plan === undefined) return { told: nothing, problems: [] };
  const shapes = [...Map.groupBy(plan.entrypoints, ({ shape }) => shape).values()];
  const all = await Promise.all(shapes.map((entrypoints) => ofShape(host, { unit, entrypoints }, seen)));
  const entrypoints = plan.entrypoints.map(({ ref }) => `data.${ref.replaceAll("/", ".")}`);
  const told = { ...nothing, entrypoints, rules: all.flatMap(({ rules }) => rules) };
  return { told, problems: all.flatMap(({ problems }) => problems) };
}

async function ofShape(
  { topdown, hosts, name }: ExplainHost,
  { unit, entrypoints }: { readonly unit: Unit; readonly entrypoints: readonly Planned[] },
  { prepared, world }: Seen,
): Promise<{ readonly rules: readonly ExplainedRule[]; readonly problems: readonly Problem[] }> {
  const [first] = entrypoints;
  const input = first === undefined ? undefined : prepared.inputs(first.shape);
  if (input === undefined) return { rules: [], problems: [] };
  const { modules, data } = unit;
  const looks = data?.["inventory"] === undefined && modules.some(({ text }) => text.includes("inventory"));
  const held = looks ? await hosts.of(world.kubernetes).inventoryOf(world) : undefined;
  const handle = name("explained");
  const body = { as: handle, modules, entrypoints: entrypoints.map(({ ref }) => ref), ...(data && { data }) };
  const given = held?.ok === undefined ? {} : { inventory: readJson(held.ok) };
  void topdown.ask("prepare", body, { makes: handle });
  const asked = { handle, input: input.value(), ...given };
  const { ok, error } = await topdown.ask<{ readonly rules: readonly ExplainedRule[] }>("explain", asked);
  void topdown.ask("drop", { handles: [handle] });
  return error === undefined ? { rules: ok.rules, problems: [] } : { rules: [], problems: regoProblems(error) };
}

async function ofCel({ hosts, name }: ExplainHost, { policies, request, world }: Explaining): Promise<ToldOf> {
  await hosts.ready(world.kubernetes);
  const { kube, worldOf } = hosts.of(world.kubernetes);
  const handle = name("policies");
  const sources = policies.flatMap((policy) => policy.sources);
  const release = world.kubernetes === undefined ? {} : { kubernetes: world.kubernetes };
  void kube.ask<Policies>("policies", { as: handle, engine: "cel", sources, ...release }, { makes: handle });
  const body = { policies: handle, world: worldOf(world).handle, request: requestBody(request), ...admission(world) };
  const { ok, error } = await kube.ask<Pick<Told, "matched" | "evaluated">>("explain", body);
  void kube.ask("drop", { handles: [handle] });
  if (error !== undefined)
    return { told: nothing, problems: error.code === "bad-input" ? [] : [problemOf(error, "internal")] };
  return { told: { ...nothing, matched: ok.matched, evaluated: ok.evaluated }, problems: [] };
}
