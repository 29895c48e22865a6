import type { Change, Problem, Property, Trial, Verdict } from "../model/index.ts";
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
  readonly after: (trial: Trial) => Promise<Verdict>;
}

export function openAsking({ property, judge }: Pick<PropertyCheck, "property" | "judge">): Asking {
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
    after: ask,
  };
}

/** The changes of a trial, made with what the property needs. */
export async function changesOf(check: PropertyCheck, trial: Trial): Promise<Iterable<Change>> {
  const { property, material = { containers: [] }, admitted } = check;
  if (property.needsAdmitted !== true) return property.changes(trial, material);
  const object = await admitted?.(trial);
  return property.changes(trial, object === undefined ? material : { ...material, admitted: object });
}

/** Judges one change, as far as it takes to know whether the property says something of it. */
export async function look({ property, before, given, after }: Asking, trial: Trial, change: Change): Promise<Looked> {
  const first = await before(trial);
  const nothing = { differences: [], failures: failuresOf(first) };
  if (isRefused(first)) return { kind: "refused", ...nothing };
  if (first.decision !== "error" && !binds(property.relation, first)) return { kind: "unbound", ...nothing };
  const conditions = first.decision === "error" ? [] : await Promise.all((change.given ?? []).map(given));
  if (ranksOf(conditions).some((rank) => rank !== "let pass")) return { kind: "unbound", ...nothing };
  const second = await after(change.trial);
  const failures = [...failuresOf(first), ...failuresOf(second)];
  if (isRefused(second)) return { kind: "refused", differences: [], failures };
  if (first.decision === "skip" && second.decision === "skip") return { kind: "unmatched", differences: [], failures };
  const differences = broken(property.relation, first, second);
  return { kind: "checked", before: first, after: second, differences, failures };
}
