import type { Report } from "../model/index.ts";
import { type Check, checksOf, ofTheRun } from "./_checks.ts";
import { headline, tally } from "./_headline.ts";
import { coverageSentences } from "./_markdown-coverage.ts";
import { changeItems, findingItem, type Item, problemItem, survivorItems } from "./_markdown-items.ts";
import { comparisonsTable, matrixTable, mutantsTable } from "./_markdown-tables.ts";
import { cellCode, code } from "./_markdown-text.ts";
import { shown } from "./_shown.ts";

/** The longest comment that GitHub takes, in characters. */
const longest = 65_536;

/** A comment for a pull request: the counts and tables, then each problem and finding, with its objects where there is room. */
export function markdown(report: Report): string {
  const checks = checksOf(report);
  const head = [
    `### ${report.findings.length + report.problems.length === 0 ? "✅" : "❌"} ${code(report.command.slice(0, 200))}`,
  ];
  const { comparisons = [], matrix = [], mutants = [], coverage } = report;
  const tables = [
    summaryTable(checks),
    comparisonsTable(report),
    matrixTable(matrix),
    mutantsTable(mutants),
    coverageSentences(coverage),
  ];
  const parts = [...head, sentence(report, checks), ...tables].filter((part) => part !== "");
  const items = [
    ...report.problems.map(problemItem),
    ...report.findings.map((one) => findingItem(shown(one))),
    ...comparisons.flatMap(changeItems),
    ...survivorItems(mutants),
  ];
  return `${fitted(parts, items).join("\n\n")}\n`;
}

// --- internal ---

/** What of the items fits: whole while the rest still has room for a line each, or for half of all. Whatever is left out is counted, so the room for saying so is kept. */
function fitted(parts: readonly string[], items: readonly Item[]): readonly string[] {
  const room = longest - noteRoom - sizeOf(parts);
  const fit: string[] = [];
  let [length, shortened, left] = [0, 0, 0];
  let rest = sizeOf(items.map(({ short }) => short));
  for (const { whole, short } of items) {
    rest -= sizeOf([short]);
    const text = length + sizeOf([whole]) + Math.min(rest, room / 2) <= room ? whole : short;
    if (length + sizeOf([text]) > room) left++;
    else {
      fit.push(text);
      length += sizeOf([text]);
      if (text !== whole) shortened++;
    }
  }
  return [...parts, ...fit, ...(shortened + left === 0 ? [] : [cutNote(shortened, left)])];
}

/** In characters, with the blank line after each. */
function sizeOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length + 2, 0);
}

const noteRoom = 300;

function cutNote(shortened: number, left: number): string {
  const said = [
    ...(shortened > 0 ? [`${shortened} shown without details`] : []),
    ...(left > 0 ? [`${left} not shown`] : []),
  ];
  return `_Cut to the ${longest.toLocaleString("en")} characters that a comment can have: ${said.join(", ")}. The other formats have all of it._`;
}

function sentence(report: Report, checks: readonly Check[]): string {
  const words = headline(report, checks);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** Controls that are not clean, and the sum of all. */
function summaryTable(checks: readonly Check[]): string {
  const row = (name: string, of: readonly Check[]): string => {
    const { passed, failed, skipped, error } = tally(of);
    return `| ${name} | ${passed} | ${failed} | ${skipped} | ${error} |`;
  };
  const dirty = [...Map.groupBy(checks, ({ control }) => control)].filter(([, own]) => {
    const { failed, error } = tally(own);
    return failed + error > 0;
  });
  const most = 50;
  return [
    "| control | passed | failed | skipped | error |",
    "|---|--:|--:|--:|--:|",
    ...dirty
      .slice(0, most)
      .map(([name, own]) => row(name === ofTheRun ? "the run" : cellCode(name.slice(0, 200)), own)),
    ...(dirty.length > most ? [`| and ${dirty.length - most} more | | | | |`] : []),
    row("**all**", checks),
  ].join("\n");
}
