import type { Json, JsonObject, ObjectSource, Trial } from "../model/index.ts";
import { apiVersionOf, type Maker } from "./_maker.ts";
import type { FieldPlan, ObjectPlan, Plan } from "./_plan.ts";
import { listOf, type Tree, treeOf } from "./_tree.ts";

/** Whether in what is asked for nothing is missing and nothing said that was not so before and that does not fit. */
export function fitsLike(maker: Maker, before: Trial): (candidate: Trial) => boolean {
  const known: Known = { leaves: new Set(), absent: new Set() };
  for (const source of [before.request.object, before.request.oldObject]) {
    const planned = plannedOf(maker, source);
    if (planned !== undefined) learn(planned.plan, planned.value, known);
  }
  const fine = (source: ObjectSource | undefined): boolean => {
    const planned = plannedOf(maker, source);
    return planned === undefined || fits(planned.plan, planned.value, known);
  };
  return ({ request }) => fine(request.object) && fine(request.oldObject);
}

// --- internal ---

/** What was so before: values of leaves, and fields that were not there although they mostly are. */
interface Known {
  readonly leaves: Set<Json>;
  readonly absent: Set<FieldPlan>;
}

interface Planned {
  readonly plan: Plan;
  readonly value: Json;
}

/** What an object says beyond its kind, with the plan for it; nothing where there is no plan. */
function plannedOf({ schema, planFor }: Maker, source: ObjectSource | undefined): Planned | undefined {
  if (source === undefined || !("json" in source)) return undefined;
  const { apiVersion, kind, ...value }: JsonObject = source.json;
  const found = schema.kinds.find((one) => one.kind === kind && apiVersionOf(one) === apiVersion);
  return found === undefined ? undefined : { plan: planFor(found), value };
}

function fits(plan: Plan, value: Json, known: Known): boolean {
  switch (plan.kind) {
    case "object":
      return objectFits(plan, treeOf(value), known);
    case "list":
      return listOf(value)?.every((item) => fits(plan.item, item, known)) === true;
    case "map":
      return Object.values(treeOf(value) ?? {}).every((inner) => fits(plan.value, inner, known));
    case "leaf":
      return known.leaves.has(value) || plan.takes(value);
  }
}

function objectFits({ byName }: ObjectPlan, tree: Tree | undefined, known: Known): boolean {
  if (tree === undefined) return false;
  for (const field of byName.values()) {
    const inner = tree[field.name];
    if (isNothing(inner) && field.chance === 1 && !known.absent.has(field)) return false;
    if (inner !== undefined && inner !== null && !fits(field.plan, inner, known)) return false;
  }
  return true;
}

function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || listOf(value)?.length === 0;
}

function learn(plan: Plan, value: Json, known: Known): void {
  if (plan.kind === "list") for (const item of listOf(value) ?? []) learn(plan.item, item, known);
  else if (plan.kind === "map") for (const inner of Object.values(treeOf(value) ?? {})) learn(plan.value, inner, known);
  else if (plan.kind === "leaf") known.leaves.add(value);
  else for (const field of plan.byName.values()) learnField(field, treeOf(value)?.[field.name], known);
}

function learnField(field: FieldPlan, value: Json | undefined, known: Known): void {
  if (isNothing(value)) {
    if (field.chance === 1) known.absent.add(field);
  } else if (value !== undefined) learn(field.plan, value, known);
}
