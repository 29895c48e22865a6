import type { Json, SchemaNode } from "../model/index.ts";
import { anyText, type Form, label, maxInt32, number, port, quantity, type TextForm } from "./_form.ts";
import type { Making, Place } from "./_making.ts";
import { around, nearMisses } from "./_near-misses.ts";
import { type LeafPlan, leafOf } from "./_plan.ts";
import type { Group } from "./_vocabulary.ts";

/** The plan for a scalar: what is common, what cases have, and where policies look what they compare with. */
export function planLeaf(
  { focus, vocabulary, seen }: Making,
  node: SchemaNode,
  { path, known, lean = focus.ways.has(path) }: Place,
): LeafPlan {
  if (node.type === "boolean") return leafOf([{ weight: 1, values: [true, false] }]);
  const form = known.form ?? formOf(node);
  if (form.kind === "values") return leafOf([{ weight: 1, values: form.values }]);
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

// --- internal ---

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
