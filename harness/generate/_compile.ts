import type { SchemaNode } from "../model/index.ts";
import { planLeaf } from "./_compile-leaf.ts";
import { label } from "./_form.ts";
import { knownOf } from "./_knowledge.ts";
import type { Known } from "./_known.ts";
import type { Making, Place } from "./_making.ts";
import { nearMisses } from "./_near-misses.ts";
import { type FieldPlan, leafOf, type ObjectPlan, type Plan } from "./_plan.ts";

/** The plan for a definition at a path; what is within is planned when it is first drawn. */
export function planOf(making: Making, definition: string, path: string): Plan {
  const node = making.schema.definitions[definition] ?? {};
  if (node.properties === undefined) return planNode(making, node, { path, known: {} });
  return planObject(making, { definition, path, node });
}

// --- internal ---

const onWay = 0.7;
const atEnd = 0.55;
const belowEnd = 0.2;
const elsewhere = 0.02;
const undirected = 0.08;
/** Of keys of a map: how often each is there that a policy asks for, and how many of them, and of those that it may ask for. */
const askedKey = 0.5;
const mostAsked = 3;
const mostOthers = 2;
/** Fields less likely than this are drawn together. */
const seldom = 0.03;

/** Only objects have names, not what they are made from. */
const nameOfTemplate = /[tT]emplate\.metadata\.(name|namespace|generateName)$/;

interface Defined {
  readonly definition: string;
  readonly path: string;
  readonly node: SchemaNode;
}

function planObject(making: Making, { definition, path, node }: Defined): ObjectPlan {
  const known = knownOf(definition);
  const union = new Set(known.union ?? []);
  const all = Object.entries(node.properties ?? {}).map(([name, property]) =>
    planField(making, property, {
      name,
      path: path === "" ? name : `${path}.${name}`,
      parent: path,
      known: known.fields?.[name] ?? {},
      required: node.required?.includes(name) === true,
      whole: union.has(name) && known.orNone !== true,
    }),
  );
  const free = all.filter(({ name, chance }) => !union.has(name) && chance > 0);
  const rare = free.filter(({ chance }) => chance < seldom);
  const expected = rare.reduce((sum, { chance }) => sum + chance, 0);
  return {
    kind: "object",
    fields: free
      .filter(({ chance }) => chance >= seldom)
      .sort((a, b) => Number(b.chance === 1) - Number(a.chance === 1)),
    rare,
    oneMore: expected / (1 + expected),
    union: unionOf(all, known, (name) => making.focus.named.has(path === "" ? name : `${path}.${name}`)),
    byName: new Map(all.map((field) => [field.name, field])),
  };
}

/**
 * The members of a union, focused ones and the first ones more often: the first are the common ones. Where policies name some, those are
 * focused, not every member that has a field which policies read.
 */
function unionOf(
  all: readonly FieldPlan[],
  { union = [] }: Known,
  isNamed: (name: string) => boolean,
): readonly FieldPlan[] {
  const some = union.some(isNamed);
  return union.flatMap((name, index) => {
    const field = all.find((one) => one.name === name);
    if (field === undefined) return [];
    const often = isNamed(name) || (field.focus && !some);
    return Array<FieldPlan>(often ? 12 : field.focus || index < 4 ? 3 : 1).fill(field);
  });
}

interface Field extends Place {
  readonly name: string;
  readonly parent: string;
  readonly required: boolean;
  /** `null` and `{}` may not stand for it. */
  readonly whole: boolean;
}

function planField(making: Making, node: SchemaNode, field: Field): FieldPlan {
  const { name, path, known } = field;
  const chance = chanceOf(making, field);
  let made: Plan | undefined;
  return {
    name,
    chance,
    optional: chance < 1 && !field.whole,
    focus: making.focus.ways.has(path),
    get plan() {
      made ??= planNode(making, node, { path, known });
      return made;
    },
  };
}

function chanceOf({ focus, directed }: Making, { path, parent, known, required }: Field): number {
  if (nameOfTemplate.test(path)) return 0;
  if (known.chance === 0 || known.chance === 1) return known.chance;
  if (required || path === "spec" || path === "metadata") return 1;
  const usual = known.chance ?? (directed ? elsewhere : undirected);
  if (focus.ends.has(path)) return Math.max(usual, atEnd);
  if (focus.ways.has(path)) return Math.max(usual, onWay);
  return focus.tips.has(parent) ? Math.max(usual, belowEnd) : usual;
}

function planNode(making: Making, node: SchemaNode, place: Place): Plan {
  const { known, path } = place;
  if (known.form?.kind === "values") return leafOf([{ weight: 1, values: known.form.values }]);
  if (node.ref !== undefined) {
    const target = making.schema.definitions[node.ref] ?? {};
    if (target.properties !== undefined) return planOf(making, node.ref, path);
    return planNode(making, node.ref.endsWith("Quantity") ? { ...target, format: "quantity" } : target, place);
  }
  if (node.items !== undefined) return planList(making, node, place);
  if (node.additionalProperties !== undefined) return planMap(making, node.additionalProperties, place);
  if (node.properties !== undefined) return planObject(making, { definition: "", path, node });
  return planLeaf(making, node, place);
}

function planList(making: Making, node: SchemaNode, { path, known }: Place): Plan {
  const [least, most] = known.length ?? [1, making.focus.ways.has(path) ? 3 : 2];
  const { listType, listMapKeys } = node;
  const keys = known.repeats === true ? undefined : (listMapKeys ?? (listType === "set" ? [] : undefined));
  return {
    kind: "list",
    item: planNode(making, node.items ?? {}, {
      path,
      known: { ...(known.form === undefined ? {} : { form: known.form }) },
    }),
    least,
    most,
    ...(keys === undefined ? {} : { keys }),
  };
}

function planMap(making: Making, node: SchemaNode, { path, known }: Place): Plan {
  const [least, most] = known.length ?? [1, 2];
  const form = known.keys ?? label;
  const takes = (text: string): boolean => form.texts.includes(text) || form.fits?.test(text) === true;
  const lean = making.focus.ways.has(path);
  const value = known.form === undefined ? {} : { form: known.form };
  const { keys, longerKeys } = making.vocabulary;
  const asked = [...new Set([...(making.focus.keys.get(path) ?? []), ...(lean ? keys : [])])].filter(takes);
  const others = lean ? longerKeys.filter((key) => takes(key) && !asked.includes(key)) : [];
  const field = (name: string, chance: number): FieldPlan => {
    const place = { path: `${path}.${name}`, known: value, lean };
    return { name, chance, optional: false, focus: true, plan: planNode(making, node, place) };
  };
  const often = Math.min(askedKey, mostAsked / asked.length);
  const seldomer = Math.min(askedKey, mostOthers / others.length);
  return {
    kind: "map",
    wanted: [...asked.map((key) => field(key, often)), ...others.map((key) => field(key, seldomer))],
    key: leafOf([
      { weight: 3, values: form.texts },
      { weight: 3, values: lean ? making.vocabulary.words.filter(takes) : [] },
      { weight: 2, values: [...asked, ...others].flatMap(nearMisses).filter(takes) },
    ]),
    value: planNode(making, node, { path, known: value }),
    least,
    most,
  };
}
