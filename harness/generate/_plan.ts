import type { Json } from "../model/index.ts";
import type { Group } from "./_vocabulary.ts";

/** How values of one place in an object are drawn. */
export type Plan = ObjectPlan | ListPlan | MapPlan | LeafPlan;

export interface ObjectPlan {
  readonly kind: "object";
  /** Each with its own chance; those that are always there first. */
  readonly fields: readonly FieldPlan[];
  /** Those that are seldom there, and how often one more of them is. */
  readonly rare: readonly FieldPlan[];
  readonly oneMore: number;
  /** Exactly one of these is there; listed as often as it is likely. */
  readonly union: readonly FieldPlan[];
  /** All by name, also those that are never drawn. */
  readonly byName: ReadonlyMap<string, FieldPlan>;
}

export interface FieldPlan {
  readonly name: string;
  readonly chance: number;
  /** `null` and `{}`, `[]` may stand for it. */
  readonly optional: boolean;
  /** A policy looks here, or below. */
  readonly focus: boolean;
  readonly plan: Plan;
}

export interface ListPlan {
  readonly kind: "list";
  readonly item: Plan;
  readonly least: number;
  readonly most: number;
  /** Items differ: in these fields, or as a whole where there are none. */
  readonly keys?: readonly string[];
}

export interface MapPlan {
  readonly kind: "map";
  /** What policies ask for: each is there or not, whatever else is. */
  readonly wanted: readonly FieldPlan[];
  readonly key: LeafPlan;
  readonly value: Plan;
  readonly least: number;
  readonly most: number;
}

export interface LeafPlan {
  readonly kind: "leaf";
  /** Listed by their weights. */
  readonly groups: readonly (readonly Json[])[];
  /** Whether the value may stand there. */
  readonly takes: (value: Json) => boolean;
}

/** A leaf of these groups, or of nothing but `null` where there is none; it may take others too. */
export function leafOf(groups: readonly Group[], takes?: (value: Json) => boolean): LeafPlan {
  const listed = groups.flatMap(({ weight, values }) =>
    values.length === 0 ? [] : Array<readonly Json[]>(weight).fill(values),
  );
  const known = new Set(groups.flatMap(({ values }) => values));
  return {
    kind: "leaf",
    groups: listed.length === 0 ? [[null]] : listed,
    takes: takes ?? ((value) => known.has(value)),
  };
}

/** The plan at the path of field names, items and values of maps passed through. */
export function planAt(plan: Plan, path: readonly string[]): Plan | undefined {
  if (plan.kind === "list") return planAt(plan.item, path);
  const [name, ...rest] = path;
  if (name === undefined) return plan;
  const field = plan.kind === "object" ? plan.byName.get(name) : undefined;
  return field === undefined ? undefined : planAt(field.plan, rest);
}
