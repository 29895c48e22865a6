import type { Json, Schema, SchemaNode } from "../model/index.ts";
import { anyText, type Form, label, maxInt32, number, port, quantity, type TextForm } from "./_form.ts";
import { knownOf } from "./_knowledge.ts";
import type { Known, KnownField } from "./_known.ts";
import { around, nearMisses } from "./_near-misses.ts";
import { type FieldPlan, type LeafPlan, leafOf, type ObjectPlan, type Plan } from "./_plan.ts";
import type { Group, Vocabulary } from "./_vocabulary.ts";
import type { Focus } from "./focus-of.ts";

/** What plans are made of. */
export interface Making {
  readonly schema: Schema;
  readonly focus: Focus;
  readonly vocabulary: Vocabulary;
  /** Values that cases have, by the path of a leaf. */
  readonly seen: (path: string) => readonly Json[];
  /** `false` where nothing is known of what policies read: then every field is as likely. */
  readonly directed: boolean;
}

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
/** Fields less likely than this are drawn together. */
const seldom = 0.03;

/** Only objects have names, not what they are made from. */
const nameOfTemplate = /[tT]emplate\.metadata\.(name|namespace|generateName)$/;

interface Place {
  readonly path: string;
  readonly known: KnownField;
}

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
    union: unionOf(all, known),
    byName: new Map(all.map((field) => [field.name, field])),
  };
}

/** The members of a union, focused ones and the first ones more often: the first are the common ones. */
function unionOf(all: readonly FieldPlan[], { union = [] }: Known): readonly FieldPlan[] {
  return union.flatMap((name, index) => {
    const field = all.find((one) => one.name === name);
    if (field === undefined) return [];
    return Array<FieldPlan>(field.focus ? 12 : index < 4 ? 3 : 1).fill(field);
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
  const [least, most] = known.length ?? [1, 2];
  const { listType, listMapKeys } = node;
  const keys = listMapKeys ?? (listType === "set" ? [] : undefined);
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
  const asked = (making.focus.keys.get(path) ?? []).filter(takes);
  const read = making.focus.ways.has(path) ? making.vocabulary.keys.flatMap(completed).filter(takes) : [];
  return {
    kind: "map",
    key: leafOf([
      { weight: 2, values: form.texts },
      { weight: 8, values: asked },
      { weight: 4, values: read },
    ]),
    value: planNode(making, node, { path, known: known.form === undefined ? {} : { form: known.form } }),
    least,
    most: asked.length + read.length > 0 ? most + 2 : most,
  };
}

/** A key that ends with a slash needs a name after it: that of a container, as annotations for containers have it. */
function completed(key: string): readonly string[] {
  return key.endsWith("/") ? ["app", "web", "a"].map((name) => key + name) : [key];
}

function planLeaf({ focus, vocabulary, seen }: Making, node: SchemaNode, { path, known }: Place): LeafPlan {
  if (node.type === "boolean") return leafOf([{ weight: 1, values: [true, false] }]);
  const form = known.form ?? formOf(node);
  if (form.kind === "values") return leafOf([{ weight: 1, values: form.values }]);
  const lean = focus.ways.has(path);
  const takes = (value: Json): boolean =>
    form.kind === "number"
      ? typeof value === "number" && value >= form.least && value <= form.most
      : typeof value === "string" && (form.texts.includes(value) || form.fits?.test(value) === true);
  const common: Group =
    form.kind === "number" ? { weight: 5, values: form.numbers } : { weight: 4, values: form.texts };
  const fromCases: Group = { weight: 5, values: seen(path).filter(takes) };
  if (!lean) return leafOf([common, fromCases], takes);
  const read = form.kind === "number" ? vocabulary.numbersOf(form) : vocabulary.textsOf(form);
  const misses = fromCases.values.flatMap(missesOf).filter(takes);
  return leafOf([common, fromCases, { weight: 2, values: misses }, ...read], takes);
}

function missesOf(value: Json): readonly Json[] {
  if (typeof value === "number") return around(value);
  return typeof value === "string" ? nearMisses(value) : [];
}

/** What a value looks like of which only the schema is known. */
function formOf({ type, format, enum: allowed }: SchemaNode): Form {
  if (allowed !== undefined) return { kind: "text", texts: allowed.filter((text) => text !== "") };
  if (format === "int-or-string") return { kind: "values", values: [port.numbers[0] ?? 1, "a"] };
  if (format === "quantity") return quantity;
  if (format === "byte") return base64;
  if (format === "date-time") return time;
  if (type === "integer" || type === "number") return anyNumber;
  return type === "string" ? plainText : anyText;
}

const base64: TextForm = { kind: "text", texts: ["YQ==", ""] };
const time: TextForm = { kind: "text", texts: ["2026-01-01T00:00:00Z"] };
const anyNumber: Form = number(0, maxInt32, 0, 1, 10);
const plainText: TextForm = label;
