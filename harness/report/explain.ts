import {
  type ChangedField,
  type EngineExplanation,
  type ExplainedChecks,
  type ExplainedExpression,
  type ExplainedParams,
  type ExplainedRule,
  type Explanation,
  type Json,
  type JsonObject,
  levelText,
  placeText,
  type UpdatedField,
} from "../model/index.ts";
import { type Colors, colorsFor } from "./_colors.ts";
import { yamlText } from "./_trial-text.ts";
import { visible } from "./_visible.ts";

/** How a request was judged, for people. */
export function explanationText(explanation: Explanation, { color = false }: { readonly color?: boolean }): string {
  const colors = colorsFor(color);
  const { control, request, place, changed, updated = [], deleted, user, engines } = explanation;
  const head = [
    `${colors.bold(visible(control))}: ${visible(request)}`,
    colors.dim(`  at ${visible(placeText(place))}`),
  ];
  const blocks = [
    head,
    ...titled("Changed before policies are asked", changed.map(changedLine), colors),
    ...titled("Updated", updated.map(updatedLine), colors),
    ...titled("Deleted", deleted === undefined ? [] : objectLines(deleted), colors),
    ...titled("Asked by", user === undefined ? [] : userLines(user), colors),
    ...engines.map((one) => engineLines(one, colors)),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

// --- internal ---

function titled(title: string, lines: readonly string[], colors: Colors): readonly (readonly string[])[] {
  return lines.length === 0 ? [] : [[colors.bold(title), ...lines.map((line) => `  ${visible(line)}`)]];
}

function changedLine({ path, written, admitted }: ChangedField): string {
  const before = written === undefined ? "" : ` (written: ${json(written)})`;
  return `${path}: ${admitted === undefined ? "left out" : json(admitted)}${before}`;
}

function updatedLine({ path, old, new: made }: UpdatedField): string {
  return `${path}: ${old === undefined ? "not there" : json(old)} → ${made === undefined ? "not there" : json(made)}`;
}

/** Of an object so many lines. */
const mostLines = 40;

function objectLines(object: JsonObject): readonly string[] {
  const lines = yamlText(object).split("\n");
  const rest = lines.length - mostLines;
  return rest <= 0 ? lines : [...lines.slice(0, mostLines), `and ${rest} more lines: --format json has them`];
}

function userLines(user: JsonObject): readonly string[] {
  const lines = Object.entries(user).map(([key, value]) => `${key}: ${json(value)}`);
  return lines.length === 0 ? ["nobody: the request has no user"] : lines;
}

function json(value: Json): string {
  return shortened(JSON.stringify(value));
}

function engineLines(one: EngineExplanation, colors: Colors): readonly string[] {
  return [
    `${colors.bold(one.engine)}: ${verdictWord(one, colors)}`,
    ...section("decided by", reasonLines(one), colors),
    ...section(
      "messages",
      (one.verdict?.violations ?? []).map(({ message }) => message),
      colors,
    ),
    ...section("warnings", one.verdict?.warnings ?? [], colors),
    ...section("changed", (one.mutated ?? []).map(updatedLine), colors),
    ...section("matching", one.matched.map(matchLine), colors),
    ...section("params", one.params.flatMap(paramLines), colors),
    ...section("checks", one.checked.flatMap(checkLines), colors),
    ...section("expressions", one.evaluated.flatMap(expressionLines), colors),
    ...section("rules", rulesLines(one), colors),
    ...section("not told", one.notes, colors),
    ...section(
      "problems",
      one.problems.map(({ message }) => message),
      colors,
    ),
  ];
}

function verdictWord({ verdict }: EngineExplanation, colors: Colors): string {
  if (verdict === undefined) return colors.red("cannot judge");
  return verdict.decision === "allow" ? colors.green("allow") : colors.red(verdict.decision);
}

function section(name: string, lines: readonly string[], colors: Colors): readonly string[] {
  if (lines.length === 0) return [];
  return [`  ${colors.dim(name)}`, ...lines.map((line) => `    ${visible(line)}`)];
}

function reasonLines({ decidedBy }: EngineExplanation): readonly string[] {
  return decidedBy.map(({ place, text }) => (place === undefined ? text : `${placeText(place)}  ${text}`));
}

function matchLine({ policy, binding, matches, why }: EngineExplanation["matched"][number]): string {
  const what = binding === undefined ? `policy ${policy}` : `binding ${binding} of policy ${policy}`;
  return `${what} ${matches ? "matches" : `does not match: ${why.join("; ")}`}`;
}

const sourceOf: Readonly<Record<ExplainedParams["from"], string>> = {
  settings: "the case's `params`",
  paramRef: "the binding's `paramRef`",
  constraint: "the Constraint's `parameters`",
  nothing: "nowhere",
};

function paramLines({ policy, binding, place, from, ref, objects, why }: ExplainedParams): readonly string[] {
  const at = place === undefined ? "" : `${placeText(place)}  `;
  const by = binding === undefined ? "" : ` by binding ${binding}`;
  const asked = ref === undefined ? "" : `, ${ref}`;
  const none = why === undefined ? "" : `: ${why}`;
  return [
    `${at}of ${policy}${by}, from ${sourceOf[from]}${asked}${none}`,
    ...objects.map((object) => `  ${shortened(object, longestParams)}`),
  ];
}

function checkLines(group: ExplainedChecks): readonly string[] {
  const { policy, level, results } = group;
  return [
    `${level === undefined ? policy : levelText(group)}${results.length === 0 ? ": nothing is checked" : ""}`,
    ...results.map(({ check, result, detail }) => `  ${check}: ${result}${detail === undefined ? "" : `: ${detail}`}`),
  ];
}

function expressionLines({
  path,
  line,
  part,
  name,
  text,
  value,
  error,
  parts,
}: ExplainedExpression): readonly string[] {
  const what = { matchCondition: "match condition", auditAnnotation: "audit annotation" }[part as string] ?? part;
  const said = error === undefined ? `is ${value ?? "unknown"}` : `fails: ${error}`;
  return [
    `${placeText({ path, line })}  ${what}${name === undefined ? "" : ` ${name}`} ${said}`,
    `  ${shortened(text.replaceAll(/\s+/g, " ").trim())}`,
    ...(part === "message" || part === "auditAnnotation" ? [] : parts)
      .filter(({ depth }) => depth < deepest)
      .map(
        (one) =>
          `${"  ".repeat(one.depth + 2)}${one.decides === true ? "→ " : ""}${shortened(one.text)} = ${shortened(one.value)}`,
      ),
  ];
}

/** Rules that are asked for, and others of the same files; of what they call in libraries is said how much there is. */
function rulesLines({ rules, entrypoints }: EngineExplanation): readonly string[] {
  const files = new Set(rules.filter(({ rule }) => entrypoints.includes(rule)).map(({ path }) => path));
  const own = rules.filter(({ path }) => files.has(path));
  const others = rules.length - own.length;
  const more = others === 0 ? [] : [`and ${others} rule bodies of other files: --format json has them`];
  return [...own.flatMap(ruleLines), ...more];
}

function ruleLines({ path, row, policy, rule, succeeded, failed }: ExplainedRule): readonly string[] {
  const by = policy === undefined ? "" : ` for ${policy}`;
  return [
    `${placeText({ path, line: row })}  ${rule}${by}${succeeded.length + failed.length === 0 ? " is not reached" : ""}`,
    ...succeeded.map(({ value, values }) => `  gives ${value === "" ? "true" : shortened(value)}${withValues(values)}`),
    ...failed.map((one) => `  ends at line ${one.row}: ${one.text}${withValues(one.values)}`),
  ];
}

function withValues(values: Readonly<Record<string, string>>): string {
  const shown = Object.entries(values).map(([name, value]) => `${name} = ${shortened(value)}`);
  return shown.length === 0 ? "" : `, with ${shown.join(", ")}`;
}

const longest = 100;
const longestParams = 400;
/** Of the parts of expressions: what is further inside is in JSON. */
const deepest = 4;

function shortened(text: string, most: number = longest): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
