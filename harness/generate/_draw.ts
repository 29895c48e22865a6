import type { Json } from "../model/index.ts";
import type { Dice } from "./_dice.ts";
import type { FieldPlan, LeafPlan, ListPlan, MapPlan, ObjectPlan, Plan } from "./_plan.ts";
import { copyOf, type Tree, treeOf } from "./_tree.ts";

/** A value as its plan says. It is the caller's, to be changed. */
export function draw(plan: Plan, dice: Dice): Json {
  switch (plan.kind) {
    case "object":
      return drawObject(plan, dice);
    case "list":
      return drawList(plan, dice);
    case "map":
      return drawMap(plan, dice);
    case "leaf":
      return drawLeaf(plan, dice);
  }
}

export function drawObject(plan: ObjectPlan, dice: Dice): Tree {
  const tree: Tree = {};
  for (const field of plan.fields) {
    if (field.chance === 1 || dice.chance(field.chance)) tree[field.name] = drawField(field, dice);
  }
  if (plan.union.length > 0) {
    const member = dice.one(plan.union);
    if (!member.optional || !dice.chance(nullOrEmpty)) tree[member.name] = draw(member.plan, dice);
  }
  while (plan.rare.length > 0 && dice.chance(plan.oneMore)) {
    const field = dice.one(plan.rare);
    tree[field.name] ??= drawField(field, dice);
  }
  return tree;
}

export function drawList({ item, least, most, keys }: ListPlan, dice: Dice): Json[] {
  const length = lengthOf(least, most, dice);
  const items: Json[] = [];
  for (let index = 0; index < length; index += 1) {
    const next = draw(item, dice);
    if (keys === undefined || isNew(items, next, keys)) items.push(next);
  }
  return items;
}

// --- internal ---

const oneMoreItem = 0.4;
const nullOrEmpty = 0.04;
const onlyWanted = 0.75;

function drawField(field: FieldPlan, dice: Dice): Json {
  if (field.optional && dice.chance(nullOrEmpty)) return nothing(field, dice);
  return draw(field.plan, dice);
}

/** `null`, or what is empty: for the API server the same as nothing, not so for every policy. */
function nothing({ plan }: FieldPlan, dice: Dice): Json {
  if (plan.kind === "leaf" || dice.chance(0.5)) return null;
  if (plan.kind === "list") return [];
  if (plan.kind === "map" || isEmptyAllowed(plan)) return {};
  return null;
}

function isEmptyAllowed({ fields, union }: ObjectPlan): boolean {
  return union.length === 0 && fields.every(({ optional }) => optional);
}

function lengthOf(least: number, most: number, dice: Dice): number {
  let length = least;
  while (length < most && dice.chance(oneMoreItem)) length += 1;
  return length;
}

/** Whether the item differs from the others in its keys; one that has a name may get another one. */
function isNew(items: readonly Json[], next: Json, keys: readonly string[]): boolean {
  const tree = treeOf(next);
  if (tree === undefined || keys.length === 0) return !items.includes(next);
  const alike = items.some((item) => keys.every((key) => treeOf(item)?.[key] === tree[key]));
  if (alike && keys.length === 1 && keys[0] === "name" && typeof tree["name"] === "string") {
    tree["name"] = `${tree["name"]}${items.length}`;
    return true;
  }
  return !alike;
}

function drawMap({ wanted, key, value, least, most }: MapPlan, dice: Dice): Tree {
  const tree: Tree = {};
  for (const field of wanted) if (dice.chance(field.chance)) tree[field.name] = drawField(field, dice);
  if (wanted.length > 0 && dice.chance(onlyWanted)) return tree;
  const length = lengthOf(least, most, dice);
  for (let index = 0; index < length; index += 1) tree[String(drawLeaf(key, dice))] = draw(value, dice);
  return tree;
}

function drawLeaf({ groups }: LeafPlan, dice: Dice): Json {
  return copyOf(dice.one(dice.one(groups)));
}
