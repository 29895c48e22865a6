import type { Json } from "../model/index.ts";
import type { Dice } from "./_dice.ts";
import { draw } from "./_draw.ts";
import { around, nearMisses } from "./_near-misses.ts";
import type { FieldPlan, MapPlan, ObjectPlan, Plan } from "./_plan.ts";
import { copyOf, listOf, type Tree, treeOf } from "./_tree.ts";

/** Changes the object in place where policies look, and seldom elsewhere. */
export function mutate(object: Tree, plan: ObjectPlan, dice: Dice): void {
  const sites = sitesOf(object, plan);
  const focused = sites.filter(({ field }) => field.focus);
  const pool = focused.length > 0 && dice.chance(0.85) ? focused : sites;
  if (pool.length > 0) change(dice.one(pool), sites, dice);
}

// --- internal ---

/** A field that is in the object, or that could be. */
interface Site {
  readonly holder: Tree;
  /** Of these fields the holder has one. */
  readonly union: readonly FieldPlan[];
  readonly field: FieldPlan;
}

type Change = (site: Site, sites: readonly Site[], dice: Dice) => void;

function change(site: Site, sites: readonly Site[], dice: Dice): void {
  const { holder, union, field } = site;
  dice.one(field.name in holder ? ofPresent : ofAbsent)(site, sites, dice);
  if (!union.includes(field) || !(field.name in holder)) return;
  for (const { name } of union) if (name !== field.name) delete holder[name];
}

const redraw: Change = ({ holder, field }, _, dice) => {
  holder[field.name] = draw(field.plan, dice);
};

const leaveOut: Change = ({ holder, field }) => {
  if (field.optional) delete holder[field.name];
};

const nullify: Change = ({ holder, field }) => {
  if (field.optional) holder[field.name] = null;
};

const miss: Change = (site, sites, dice) => {
  const { holder, field } = site;
  const value = holder[field.name];
  const near = nearTo(value).filter((one) => takes(field.plan, one));
  if (near.length > 0) holder[field.name] = dice.one(near);
  else redraw(site, sites, dice);
};

/** The value of a field of the same name elsewhere, such as the securityContext of another container. */
const copy: Change = (site, sites, dice) => {
  const { holder, field } = site;
  const others = sites
    .filter((other) => other.holder !== holder && other.field.name === field.name)
    .map((other) => other.holder[field.name])
    .filter((value) => value !== undefined && takes(field.plan, value));
  if (others.length === 0 || whole.has(field.name)) redraw(site, sites, dice);
  else holder[field.name] = fitted(copyOf(dice.one(others) as Json), field.plan);
};

/** One item more or less in a list, or the whole drawn again. */
const recount: Change = (site, sites, dice) => {
  const items = listOf(site.holder[site.field.name]);
  const { plan } = site.field;
  if (items === undefined || plan.kind !== "list") redraw(site, sites, dice);
  else if (items.length > plan.least && dice.chance(0.3)) items.splice(dice.below(items.length), 1);
  else if (items.length > 0 && dice.chance(0.4)) items.push(copyOf(dice.one(items)));
  else items.splice(dice.below(items.length + 1), 0, draw(plan.item, dice));
};

const ofPresent: readonly Change[] = [redraw, redraw, leaveOut, leaveOut, nullify, miss, miss, copy, recount];
const ofAbsent: readonly Change[] = [redraw, redraw, redraw, copy, nullify];

function nearTo(value: Json | undefined): readonly Json[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return around(value);
  return typeof value === "string" ? nearMisses(value) : [];
}

/** The value without fields that there are none of there: a container's securityContext has some that a Pod's has not. */
function fitted(value: Json, plan: Plan): Json {
  const tree = treeOf(value);
  if (plan.kind === "list") for (const item of listOf(value) ?? []) fitted(item, plan.item);
  if (plan.kind !== "object" || tree === undefined) return value;
  for (const name of Object.keys(tree)) {
    const field = plan.byName.get(name);
    if (field === undefined) delete tree[name];
    else fitted(tree[name] as Json, field.plan);
  }
  return value;
}

/** Whether the value may stand there; of anything but a leaf only its kind is looked at. */
function takes(plan: Plan, value: Json): boolean {
  if (plan.kind === "list") return listOf(value) !== undefined;
  if (plan.kind !== "leaf") return treeOf(value) !== undefined;
  return plan.takes(value);
}

/** Every field that is there, and those that are not there but policies ask for; keys of maps are fields too. */
function sitesOf(object: Tree, plan: ObjectPlan): readonly Site[] {
  const sites: Site[] = [];
  collect({ sites, object }, object, { plan, focus: true });
  return sites;
}

interface Collecting {
  readonly sites: Site[];
  /** The whole. */
  readonly object: Tree;
}

function collect(into: Collecting, value: Json | undefined, { plan, focus }: Pick<FieldPlan, "plan" | "focus">): void {
  if (plan.kind === "list") for (const item of listOf(value) ?? []) collect(into, item, { plan: plan.item, focus });
  const holder = treeOf(value);
  if (holder === undefined) return;
  if (plan.kind === "object") collectFields(into, holder, plan);
  if (plan.kind !== "map") return;
  for (const field of entriesOf(holder, plan, focus)) into.sites.push({ holder, union: [], field });
}

function collectFields(into: Collecting, holder: Tree, { byName, union }: ObjectPlan): void {
  for (const field of byName.values()) {
    if (!isSite(holder, field)) continue;
    if (holder !== into.object || !whole.has(field.name)) into.sites.push({ holder, union, field });
    if (field.name in holder) collect(into, holder[field.name], field);
  }
}

/** The entries of a map, and those that policies ask for, as fields that may be left out. */
function entriesOf(tree: Tree, { wanted, value }: MapPlan, focus: boolean): readonly FieldPlan[] {
  const others = Object.keys(tree).filter((key) => wanted.every(({ name }) => key !== name));
  return [
    ...wanted
      .filter(({ name, chance }) => name in tree || chance >= likely)
      .map((field) => ({ ...field, optional: true })),
    ...others.map((name) => ({ name, chance: likely, optional: true, focus, plan: value })),
  ];
}

const likely = 0.3;

/** What makes an object what it is. */
const whole = new Set(["apiVersion", "kind", "metadata", "spec"]);

function isSite(tree: Tree, { name, chance, focus }: FieldPlan): boolean {
  return chance > 0 && (focus || name in tree);
}
