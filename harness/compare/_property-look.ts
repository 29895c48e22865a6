import { isDeepStrictEqual } from "node:util";
import type { Change, Material, Problem, Property, Trial, Verdict } from "../model/index.ts";
import { failuresOf } from "./_problems.ts";
import type { PropertyCheck } from "./_property-check.ts";
import { ranksOf } from "./_rank.ts";
import { binds, broken } from "./_relation.ts";
import { isRefused } from "./_stand.ts";

/** What came of one change. A tool that failed is neither. */
export interface Looked {
  readonly kind: "checked" | "refused" | "unmatched" | "unbound";
  readonly before?: Verdict;
  readonly after?: Verdict;
  readonly differences: readonly string[];
  readonly failures: readonly Problem[];
}

/** Asks a judge. */
export interface Asking {
  readonly property: Property;
  /** Judges what the change begins with once. */
  readonly before: (trial: Trial) => Promise<Verdict>;
  readonly given: (trial: Trial) => Promise<Verdict>;
  /** Judges by all that must let it pass. */
  readonly conditions: (trial: Trial) => Promise<readonly Verdict[]>;
  readonly after: (trial: Trial) => Promise<Verdict>;
}

export function openAsking({
  property,
  judge,
  judgeAfter = judge,
  conditions = [],
}: Pick<PropertyCheck, "property" | "judge" | "judgeAfter" | "conditions">): Asking {
  const befores = new WeakMap<Trial, Promise<Verdict>>();
  const givens = new Map<string, Promise<Verdict>>();
  const ask = ({ request, world }: Trial): Promise<Verdict> => judge(request, world);
  return {
    property,
    before: (trial) => {
      const known = befores.get(trial) ?? ask(trial);
      befores.set(trial, known);
      return known;
    },
    given: (trial) => {
      const key = JSON.stringify(trial);
      const known = givens.get(key) ?? ask(trial);
      givens.set(key, known);
      return known;
    },
    conditions: ({ request, world }) => Promise.all(conditions.map((one) => one(request, world))),
    after: ({ request, world }) => judgeAfter(request, world),
  };
}

/** The changes of a trial, made with what the property needs. */
export async function changesOf(check: PropertyCheck, trial: Trial): Promise<Iterable<Change>> {
  const { property, material = { containers: [] } } = check;
  return property.changes(trial, {
    ...material,
    ...(await admittedIn(check, trial)),
    ...(await mutationIn(check, trial)),
  });
}

/** Judges one change, as far as it takes to know whether the property says something of it. */
export async function look(asking: Asking, trial: Trial, change: Change): Promise<Looked> {
  const { property, before, after } = asking;
  const first = await before(trial);
  const nothing = { differences: [], failures: failuresOf(first) };
  if (isRefused(first)) return { kind: "refused", ...nothing };
  if (first.decision !== "error" && !binds(property.relation, first)) return { kind: "unbound", ...nothing };
  const conditions = first.decision === "error" ? [] : await conditionsOf(asking, trial, change);
  if (ranksOf(conditions).some((rank) => rank !== "let pass")) return { kind: "unbound", ...nothing };
  const second = await after(change.trial);
  const failures = [...failuresOf(first), ...failuresOf(second)];
  if (isRefused(second)) return { kind: "refused", differences: [], failures };
  if (first.decision === "skip" && second.decision === "skip") return { kind: "unmatched", differences: [], failures };
  if (isIdle(change, first, second)) return { kind: "unbound", differences: [], failures };
  const differences = [...(change.flaws ?? []), ...broken(property.relation, first, second)];
  return { kind: "checked", before: first, after: second, differences, failures };
}

// --- internal ---

async function admittedIn({ property, admitted }: PropertyCheck, trial: Trial): Promise<Pick<Material, "admitted">> {
  const object = property.needsAdmitted === true ? await admitted?.(trial) : undefined;
  return object === undefined ? {} : { admitted: object };
}

async function mutationIn(check: PropertyCheck, trial: Trial): Promise<Pick<Material, "mutation">> {
  const { property, judge, mutation = ({ request, world }) => judge(request, world) } = check;
  return property.needsMutation === true ? { mutation: await mutation(trial) } : {};
}

async function conditionsOf({ given, conditions }: Asking, trial: Trial, change: Change): Promise<readonly Verdict[]> {
  return [...(await Promise.all((change.given ?? []).map(given))), ...(await conditions(trial))];
}

/** Whether the change had nothing to act on. */
function isIdle({ idle }: Change, ...verdicts: readonly Verdict[]): boolean {
  return idle !== undefined && verdicts.every(({ object }) => isDeepStrictEqual(object, idle));
}
