import type { Json, SchemaNode } from "../model/index.ts";
import {
  anyText,
  type Form,
  label,
  maxInt32,
  type NumberForm,
  number,
  portOrName,
  quantity,
  type TextForm,
  values,
} from "./_form.ts";
import { isLean, type Making, type Place } from "./_making.ts";
import { around, nearMisses } from "./_near-misses.ts";
import { type LeafPlan, leafOf } from "./_plan.ts";
import type { Group } from "./_vocabulary.ts";

/** The plan for a scalar: what is common, what cases have, and where policies look what they compare with. */
export function planLeaf(making: Making, node: SchemaNode, place: Place): LeafPlan {
  if (node.type === "boolean") return leafOf([{ weight: 1, values: [true, false] }]);
  const form = place.known.form ?? formOf(node);
  const lean = place.lean ?? isLean(making, place.path);
  switch (form.kind) {
    case "values":
      return leafOf([{ weight: 1, values: form.values }]);
    case "either": {
      const takes = (value: Json): boolean => fits(form.number, value) || fits(form.text, value);
      const groups = [form.number, form.text].flatMap((one) => groupsOf(making, one, { path: place.path, lean }));
      return leafOf(groups, takes);
    }
    default:
      return leafOf(groupsOf(making, form, { path: place.path, lean }), (value) => fits(form, value));
  }
}

// --- internal ---

function groupsOf(
  { vocabulary, seen }: Making,
  form: TextForm | NumberForm,
  { path, lean }: { readonly path: string; readonly lean: boolean },
): readonly Group[] {
  const common: Group =
    form.kind === "number" ? { weight: 5, values: form.numbers } : { weight: 4, values: form.texts };
  const fromCases: Group = { weight: 5, values: seen(path).filter((value) => fits(form, value)) };
  if (!lean) return [common, fromCases];
  const near = (values: readonly Json[]): readonly Json[] =>
    values.flatMap(missesOf).filter((value) => fits(form, value) && !values.includes(value));
  return [
    common,
    fromCases,
    { weight: 2, values: near(fromCases.values) },
    { weight: 1, values: near(common.values) },
    ...(form.kind === "number" ? vocabulary.numbersOf(form) : vocabulary.textsOf(form)),
  ];
}

function fits(form: TextForm | NumberForm, value: Json): boolean {
  if (form.kind === "number") return typeof value === "number" && value >= form.least && value <= form.most;
  return typeof value === "string" && (form.texts.includes(value) || form.fits?.test(value) === true);
}

function missesOf(value: Json): readonly Json[] {
  if (typeof value === "number") return around(value);
  return typeof value === "string" ? nearMisses(value) : [];
}

/** What a value looks like of which only the schema is known. */
function formOf({ type, format, enum: allowed }: SchemaNode): Form {
  if (allowed !== undefined) return { kind: "text", texts: allowed.filter((text) => text !== "") };
  if (format === "int-or-string") return portOrName;
  if (type === "object") return values({});
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
