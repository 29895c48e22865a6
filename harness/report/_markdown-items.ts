import { type Comparison, type MutantOutcome, type Problem, placeText } from "../model/index.ts";
import { originText } from "./_comparison-lines.ts";
import { code, codeBlock, htmlCode } from "./_markdown-text.ts";
import type { Block, Shown } from "./_shown.ts";
import { foundCase } from "./found-case.ts";

/** What opens in a comment: whole, and in one line for where there is no room for more. */
export interface Item {
  readonly whole: string;
  readonly short: string;
}

export function findingItem({ level, control, name, engine, sentence, facts, blocks, place }: Shown): Item {
  const mark = level === "error" ? "❌" : "⚠️";
  const about = engine === undefined || engine === name ? name : `${name} [${engine}]`;
  const at = place === undefined ? [] : ([["at", placeText(place)]] as const);
  const lines = [...facts, ...at].map(([label, text]) => `- ${code(label)}: ${code(text)}`);
  const summary = `${mark} ${htmlCode(control)} ${htmlCode(about)}: ${htmlCode(sentence)}`;
  return {
    whole: details(summary, [lines.join("\n"), ...blocks.map(blockText)]),
    short: `${mark} ${code(control.slice(0, 200))} ${code(about.slice(0, 200))}: ${code(sentence.slice(0, 200))}`,
  };
}

export function problemItem({ code: id, message, place, hint }: Problem): Item {
  const lines = [
    ...(place === undefined ? [] : [`- at: ${code(placeText(place))}`]),
    ...(hint === undefined ? [] : [`- what to do: ${code(hint)}`]),
  ];
  return {
    whole: details(`❌ problem ${htmlCode(id)}: ${htmlCode(message)}`, [lines.join("\n")]),
    short: `❌ problem ${code(id)}: ${code(message.slice(0, 200))}`,
  };
}

/** What changed between two revisions of a policy; nothing where no decision and no match did. */
export function changeItems({ control, left, right, causes, change }: Comparison): readonly Item[] {
  if (change === undefined || causes + change.rematched === 0) return [];
  const { rematched, firstRematched, diff } = change;
  const first = firstRematched === undefined ? "" : `, the first is ${code(originText(firstRematched))}`;
  const said = [
    ...(rematched === 0
      ? []
      : [`- match changed: ${rematched.toLocaleString("en")} requests let pass by both, by one unmatched${first}`]),
  ];
  const about = `${htmlCode(control)} ${htmlCode(`${left} ~ ${right}`)}`;
  return [
    {
      whole: details(`lines of ${about} that changed`, [
        said.join("\n"),
        diff.trim() === "" ? "" : codeBlock("diff", diff.trimEnd()),
      ]),
      short: `lines of ${code(control.slice(0, 200))} changed`,
    },
  ];
}

/** Each mutant that survived, with a case that would have noticed it; what several lack is shown once. */
export function survivorItems(mutants: readonly MutantOutcome[]): readonly Item[] {
  const seen = new Set<string>();
  return mutants.filter(({ status }) => status === "survived").map((mutant) => survivorItem(mutant, seen));
}

// --- internal ---

function survivorItem(mutant: MutantOutcome, seen: Set<string>): Item {
  const { control, engine, operator, original, replacement, place } = mutant;
  const lines = (sign: string, text: string): readonly string[] =>
    text === "" ? [] : text.split("\n").map((line) => `${sign} ${line}`);
  const words = [control, `${operator} [${engine}]`, placeText(place)];
  const [html, short] = [words.map(htmlCode), words.map((word) => code(word.slice(0, 200)))];
  return {
    whole: details(`❌ mutant of ${html[0]} survived: ${html[1]} at ${html[2]}`, [
      codeBlock("diff", [...lines("-", original), ...lines("+", replacement)].join("\n")),
      caseText(mutant, seen),
    ]),
    short: `❌ mutant of ${short[0]} survived: ${short[1]} at ${short[2]}`,
  };
}

function caseText({ control, difference }: MutantOutcome, seen: Set<string>): string {
  if (difference === undefined) return "";
  const found = foundCase(difference, { command: "assay mutate" });
  if ("why" in found) return `no case can show it: ${code(found.why)}`;
  const name = JSON.stringify([control, found.name]);
  if (seen.has(name)) return `the case ${code(found.name)} above notices it`;
  seen.add(name);
  return `a case that notices it:\n\n${codeBlock("yaml", found.text.trimEnd())}`;
}

function details(summary: string, parts: readonly string[]): string {
  const inside = parts.filter((part) => part !== "");
  return ["<details>", `<summary>${summary}</summary>`, ...inside.map((part) => `\n${part}`), "\n</details>"].join(
    "\n",
  );
}

function blockText({ label, language, text, before }: Block): string {
  if (before === undefined) return `${label}:\n\n${codeBlock(language, text)}`;
  return `${label}:\n\n${codeBlock(language, before)}\n\n${codeBlock(language, text)}`;
}
