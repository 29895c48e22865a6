import type { Json, JsonObject, ObjectSource, Trial } from "../model/index.ts";
import { apiVersionOf, type Maker } from "./_maker.ts";
import type { ObjectPlan, Plan } from "./_plan.ts";
import { listOf, treeOf } from "./_tree.ts";

/** Whether what is asked for in the trial has what it needs and no values that were not there before and do not fit. */
export function fitsLike(maker: Maker, before: Trial): (candidate: Trial) => boolean {
  const known = new Set<Json>();
  collectLeaves(jsonOf(before.request.object), known);
  collectLeaves(jsonOf(before.request.oldObject), known);
  const fine = (source: ObjectSource | undefined): boolean => {
    const object = jsonOf(source);
    if (object === undefined) return true;
    const plan = planFor(maker, object);
    const { apiVersion: _, kind: __, ...rest } = object;
    return plan === undefined || fits(plan, rest, known);
  };
  return ({ request }) => fine(request.object) && fine(request.oldObject);
}

// --- internal ---

function planFor(maker: Maker, object: JsonObject): Plan | undefined {
  const kind = maker.schema.kinds.find(
    (one) => one.kind === object["kind"] && apiVersionOf(one) === object["apiVersion"],
  );
  return kind === undefined ? undefined : maker.planFor(kind);
}

function fits(plan: Plan, value: Json, known: ReadonlySet<Json>): boolean {
  switch (plan.kind) {
    case "object":
      return objectFits(plan, value, known);
    case "list":
      return listOf(value)?.every((item) => fits(plan.item, item, known)) === true;
    case "map":
      return Object.values(treeOf(value) ?? {}).every((inner) => fits(plan.value, inner, known));
    case "leaf":
      return known.has(value) || plan.takes(value);
  }
}

function objectFits({ byName }: ObjectPlan, value: Json, known: ReadonlySet<Json>): boolean {
  const tree = treeOf(value);
  if (tree === undefined) return false;
  for (const { name, chance, plan } of byName.values()) {
    const inner = tree[name];
    if (inner === undefined || inner === null) {
      if (chance === 1) return false;
    } else if (!fits(plan, inner, known)) return false;
    else if (chance === 1 && listOf(inner)?.length === 0) return false;
  }
  return true;
}

function collectLeaves(value: Json | undefined, into: Set<Json>): void {
  const inner = listOf(value) ?? Object.values(treeOf(value) ?? {});
  for (const one of inner) collectLeaves(one, into);
  if (value !== undefined && (typeof value !== "object" || value === null)) into.add(value);
}

function jsonOf(source: ObjectSource | undefined): JsonObject | undefined {
  return source !== undefined && "json" in source ? source.json : undefined;
}
