import type { Json, ObjectSource, Trial, Verdict } from "../model/index.ts";
import type { Answers } from "./_stand.ts";

/** What makes a difference look like another one before either is shrunk: the decisions, and what was said without its particulars. */
export function lookOf({ left, right }: Answers): string {
  return `${saidOf(left)} / ${saidOf(right)}`;
}

/** What makes a difference the same as another one once both are shrunk: the look, and the form of the trial without values. */
export function causeOf(trial: Trial, answers: Answers): string {
  const { operation, subResource = "", object, oldObject } = trial.request;
  const { params } = trial.world;
  const fields = [
    ...fieldsOf("object", object),
    ...(operation === "CREATE" ? [] : fieldsOf("old", oldObject)),
    ...(params === undefined ? [] : leavesOf(params, "params")),
  ];
  return [lookOf(answers), [operation, subResource].join(" "), ...[...new Set(fields)].sort()].join("\n");
}

/** What was said without its particulars: each rule, error or reason with the form of its words. */
export function formsOf({
  violations,
  advice = [],
  errors = [],
  skipped,
}: Verdict): readonly (readonly [string, string])[] {
  return [
    ...violations.map(({ policy, message }) => [policy, withoutParticulars(message)] as const),
    ...advice.map(({ policy, message }) => [`${policy} warns`, withoutParticulars(message)] as const),
    ...errors.map(({ code, message }) => [code, withoutParticulars(message)] as const),
    ...(skipped === undefined ? [] : [["skipped", skipped] as const]),
  ];
}

// --- internal ---

function saidOf(verdict: Verdict): string {
  const forms = formsOf(verdict).map(([where, form]) => `${where}: ${form}`);
  return [verdict.decision, ...new Set(forms)].join("; ");
}

/** Names and numbers differ from object to object, and so does how many there are of them. */
function withoutParticulars(message: string): string {
  return message
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/g, "…")
    .replaceAll(/\d+/g, "0")
    .replaceAll(/…(?:, …)+/g, "…")
    .replaceAll(/(?<=\w)s\b/g, "")
    .slice(0, 200);
}

function fieldsOf(root: string, source: ObjectSource | undefined): readonly string[] {
  if (source === undefined) return [];
  return "json" in source ? leavesOf(source.json, root) : [root];
}

function leavesOf(value: Json, path: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => leavesOf(item, `${path}[]`));
  if (typeof value !== "object" || value === null) return [path === "object.kind" ? `${path}=${value}` : path];
  const entries = Object.entries(value);
  return entries.length === 0 ? [path] : entries.flatMap(([key, item]) => leavesOf(item, `${path}.${key}`));
}
