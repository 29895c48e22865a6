import type { ExplainedRule, Json, Policy, Problem, Request, World } from "../model/index.ts";
import { nothingTold, type SomeTold, settingsParams } from "./_explain-asked.ts";
import type { Hosts } from "./_hosts.ts";
import { readJson } from "./_json.ts";
import type { Names } from "./_names.ts";
import type { Module } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import { type Planned, planUnit, regoProblems } from "./_rego-plan.ts";
import { isReferential, type Unit, unitsOf } from "./_rego-units.ts";
import type { Prepared, Reviews } from "./_reviews.ts";

/** Who tells of Rego. */
export interface RegoTeller {
  readonly opa: Pipeline;
  readonly topdown: Pipeline;
  readonly hosts: Hosts;
  readonly name: Names;
  readonly reviews: Reviews;
}

/** What rules did, and why they could not be asked. */
export interface RulesTold {
  readonly rules: readonly ExplainedRule[];
  readonly problems: readonly Problem[];
}

/** Rules to ask, with what is given to them. */
export interface RulesAsked {
  readonly modules: readonly Module[];
  readonly data?: object | undefined;
  readonly entrypoints: readonly string[];
  readonly input: Json;
  readonly inventory?: object | undefined;
}

/** What the rules of policies did. */
export async function ofRego(
  host: RegoTeller,
  {
    policies,
    request,
    world,
  }: { readonly policies: readonly Policy[]; readonly request: Request; readonly world: World },
): Promise<SomeTold> {
  await host.hosts.ready(world.kubernetes);
  const prepared = await host.reviews(request, world);
  if (prepared.errors.length > 0) return nothingTold;
  const all = await Promise.all(unitsOf(policies).map((unit) => ofUnit(host, unit, { prepared, world })));
  const [first] = policies;
  const reads =
    world.params !== undefined ||
    policies.some(({ sources }) => sources.some(({ text }) => /\bparameters\b/.test(text)));
  return {
    told: {
      entrypoints: all.flatMap(({ told }) => told.entrypoints ?? []),
      rules: all.flatMap(({ told }) => told.rules ?? []),
      params: first !== undefined && reads ? [settingsParams(first.control, world.params)] : [],
    },
    problems: all.flatMap(({ problems }) => problems),
  };
}

/** Asks topdown what rules do. */
export async function askRules(
  { topdown, name }: Pick<RegoTeller, "topdown" | "name">,
  { modules, data, entrypoints, input, inventory }: RulesAsked,
): Promise<RulesTold> {
  const handle = name("explained");
  void topdown.ask("prepare", { as: handle, modules, entrypoints, ...(data && { data }) }, { makes: handle });
  const asked = { handle, input, ...(inventory && { inventory }) };
  const { ok, error } = await topdown.ask<{ readonly rules: readonly ExplainedRule[] }>("explain", asked);
  void topdown.ask("drop", { handles: [handle] });
  return error === undefined ? { rules: ok.rules, problems: [] } : { rules: [], problems: regoProblems(error) };
}

// --- internal ---

interface Seen {
  readonly prepared: Prepared;
  readonly world: World;
}

async function ofUnit(host: RegoTeller, unit: Unit, seen: Seen): Promise<SomeTold> {
  const { plan } = await planUnit(host.opa, unit);
  if (plan === undefined) return nothingTold;
  const shapes = [...Map.groupBy(plan.entrypoints, ({ shape }) => shape).values()];
  const all = await Promise.all(shapes.map((entrypoints) => ofShape(host, { unit, entrypoints }, seen)));
  const entrypoints = plan.entrypoints.map(({ ref }) => `data.${ref.replaceAll("/", ".")}`);
  return {
    told: { entrypoints, rules: all.flatMap(({ rules }) => rules) },
    problems: all.flatMap(({ problems }) => problems),
  };
}

async function ofShape(
  host: RegoTeller,
  { unit, entrypoints }: { readonly unit: Unit; readonly entrypoints: readonly Planned[] },
  { prepared, world }: Seen,
): Promise<RulesTold> {
  const [first] = entrypoints;
  const input = first === undefined ? undefined : prepared.inputs(first.shape);
  if (input === undefined) return { rules: [], problems: [] };
  const { modules, data } = unit;
  const held = isReferential(unit) ? await host.hosts.of(world.kubernetes).inventoryOf(world) : undefined;
  const inventory = held?.ok === undefined ? undefined : (readJson(held.ok) as object);
  const refs = entrypoints.map(({ ref }) => ref);
  return askRules(host, { modules, data, entrypoints: refs, input: input.value(), inventory });
}
