import {
  type ChangedField,
  type EngineExplanation,
  type ExplainedExpression,
  type ExplainedRule,
  type Explanation,
  type Json,
  placeText,
} from "../model/index.ts";
import { type Colors, colorsFor } from "./_colors.ts";
import { visible } from "./_visible.ts";

/** How a request was judged, for people. */
export function explanationText(explanation: Explanation, { color = false }: { readonly color?: boolean }): string {
  const colors = colorsFor(color);
  const { control, request, place, changed, engines } = explanation;
  const head = [
    `${colors.bold(visible(control))}: ${visible(request)}`,
    colors.dim(`  at ${visible(placeText(place))}`),
  ];
  const blocks = [head, ...changedLines(changed, colors), ...engines.map((one) => engineLines(one, colors))];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

// --- internal ---

function changedLines(changed: readonly ChangedField[], colors: Colors): readonly (readonly string[])[] {
  if (changed.length === 0) return [];
  const lines = changed.map(({ path, written, admitted }) => {
    const before = written === undefined ? "" : ` (written: ${json(written)})`;
    const after = admitted === undefined ? "left out" : json(admitted);
    return `  ${visible(path)}: ${visible(after)}${visible(before)}`;
  });
  return [[colors.bold("Changed before policies are asked"), ...lines]];
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
    ...section("matching", one.matched.map(matchLine), colors),
    ...section("expressions", one.evaluated.flatMap(expressionLines), colors),
    ...section("rules", rulesLines(one), colors),
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

function ruleLines({ path, row, rule, succeeded, failed }: ExplainedRule): readonly string[] {
  return [
    `${placeText({ path, line: row })}  ${rule}${succeeded.length + failed.length === 0 ? " is not reached" : ""}`,
    ...succeeded.map(({ value, values }) => `  gives ${value === "" ? "true" : shortened(value)}${withValues(values)}`),
    ...failed.map((one) => `  ends at line ${one.row}: ${one.text}${withValues(one.values)}`),
  ];
}

function withValues(values: Readonly<Record<string, string>>): string {
  const shown = Object.entries(values).map(([name, value]) => `${name} = ${shortened(value)}`);
  return shown.length === 0 ? "" : `, with ${shown.join(", ")}`;
}

const longest = 100;
/** Of the parts of expressions: what is further inside is in JSON. */
const deepest = 4;

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
