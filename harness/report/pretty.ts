import {
  type Finding,
  isEmpty,
  type MutantOutcome,
  type Problem,
  placeText,
  type Report,
  scoreOf,
  type WrongVerdict,
} from "../model/index.ts";
import { asideLines } from "./_aside-lines.ts";
import { type Colors, colorsFor } from "./_colors.ts";
import { comparisonLines, differenceLines, propertyLines, releasesLines, staleLines } from "./_comparison-lines.ts";
import { coverageLines } from "./_coverage-lines.ts";
import { matrixLines } from "./_matrix-lines.ts";
import { scoreLines, survivorLines } from "./_mutation-lines.ts";
import { notComparedLines } from "./_not-compared-lines.ts";
import { notedCount, noteLines } from "./_note-lines.ts";
import { notRequestLines, requestLines, warningLines } from "./_request-lines.ts";
import { visible } from "./_visible.ts";
import { expectationText, verdictText } from "./_words.ts";

export interface FormatOptions {
  /** ANSI colours, for a terminal. @defaultValue false */
  readonly color?: boolean;
  /** The script that `mutation-html` shows mutants with. */
  readonly elements?: string;
  /** The project's root from where paths are to be seen, such as `policies/a`, for formats that other programs find files by. @defaultValue the root itself */
  readonly folder?: string;
  /** When the run ended, in milliseconds since 1970, for formats that tell it. @defaultValue as if it began in 1970 */
  readonly now?: number;
}

/** The report for people: what is wrong, grouped by control, and the counts last. */
export function pretty(report: Report, options: FormatOptions): string {
  const colors = colorsFor(options.color === true);
  const groups = Map.groupBy(report.findings, ({ control }) => control);
  const { problems, comparisons = [], releases = [], matrix = [], mutants = [] } = report;
  const blocks = [
    ...[...groups].map(([control, findings]) => [
      colors.bold(visible(control)),
      ...findings.flatMap((finding) => findingLines(finding, colors)),
    ]),
    asideLines(report, colors),
    notComparedLines(report, colors),
    noteLines(report, colors),
    warningLines(report, colors),
    notRequestLines(report, colors),
    problems.length === 0 ? [] : [colors.bold("Problems"), ...problems.flatMap((one) => problemLines(one, colors))],
    comparisonLines(comparisons, colors),
    releasesLines(releases, colors),
    matrixLines(matrix, colors),
    survivorLines(mutants, colors),
    scoreLines(mutants, colors),
    coverageLines(report.coverage ?? {}, colors),
    summary(report, colors),
  ];
  const said = blocks.filter((lines) => lines.length > 0);
  return `${said.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function findingLines(finding: Finding, colors: Colors): readonly string[] {
  const at = finding.place === undefined ? [] : [colors.dim(`    at ${visible(placeText(finding.place))}`)];
  switch (finding.kind) {
    case "wrong-verdict":
      return [
        `  ${colors.red("✗")} ${visible(finding.case)} ${colors.dim(`[${finding.engine}]`)}`,
        ...detail(finding).map((sentence) => `    ${visible(sentence)}`),
        `    ${colors.dim("expected:")} ${visible(expectationText(finding.expected))}`,
        `    ${colors.dim("got:")}      ${visible(verdictText(finding.got))}`,
        ...at,
      ];
    case "unchecked":
      return [
        `  ${colors.yellow("!")} ${finding.case === undefined ? "not checked" : visible(finding.case)}`,
        `    ${visible(finding.message)}`,
        ...at,
      ];
    case "difference":
      return differenceLines(finding, colors);
    case "stale-difference":
      return [...staleLines(finding, colors), ...at];
    case "broken-property":
      return propertyLines(finding, colors);
    case "survived-mutants":
      return [
        `  ${colors.red("✗")} ${visible(finding.message)} ${colors.dim(`[${finding.engine}]`)}`, // each is shown below
        ...at,
      ];
    case "low-coverage":
      return [`  ${colors.red("✗")} ${visible(finding.message)} ${colors.dim(`[${finding.engine}]`)}`];
    case "failed-test":
      return [
        `  ${colors.red("✗")} ${visible(finding.case)} ${colors.dim(`[${finding.engine}]`)}`,
        `    ${visible(finding.message)}`,
        ...(finding.output ?? "")
          .split("\n")
          .flatMap((line) => (line === "" ? [] : [`    ${colors.dim(visible(line))}`])),
        ...at,
      ];
  }
}

/** Where the decisions differ, `expected` and `got` say all there is to say. */
function detail({ expected, got, differences }: WrongVerdict): readonly string[] {
  const { decision, orSkip } = expected;
  const asDecided = decision === got.decision || (orSkip === true && got.decision === "skip");
  return asDecided || decision === undefined ? differences : [];
}

function problemLines(problem: Problem, colors: Colors): readonly string[] {
  const where = problem.place === undefined ? "" : `${visible(placeText(problem.place))} `;
  const hint = problem.hint === undefined ? [] : [`    ${visible(problem.hint)}`];
  return [
    `  ${colors.red("✗")} ${where}${colors.dim(`[${problem.code}]`)}`,
    `    ${visible(problem.message)}`,
    ...hint,
  ];
}

function summary(report: Report, colors: Colors): string[] {
  const { findings, problems, outcomes, comparisons = [], releases = [], mutants = [], milliseconds } = report;
  const unchecked = findings.filter(({ kind }) => kind === "unchecked").length;
  const parts = [
    ...(outcomes.length > 0 || comparisons.length + releases.length + mutants.length === 0
      ? outcomeParts(report, colors)
      : []),
    ...(comparisons.length + releases.length > 0 ? comparedParts(report, colors) : []),
    ...(mutants.length > 0 ? mutantParts(mutants, colors) : []),
    ...(unchecked > 0 ? [colors.yellow(`${unchecked} not checked`)] : []),
    ...(problems.length > 0
      ? [colors.red(`${problems.length} ${problems.length === 1 ? "problem" : "problems"}`)]
      : []),
  ];
  const lines = [...requestLines(report, colors), `${parts.join(", ")} in ${(milliseconds / 1000).toFixed(2)} s`];
  if (report.interrupted === true) lines.unshift(colors.yellow("Interrupted: this is what was found so far."));
  else if (isEmpty(report)) lines.unshift(colors.yellow("Nothing was checked."));
  return lines;
}

function outcomeParts(report: Report, colors: Colors): readonly string[] {
  const { counts } = report;
  const noted = notedCount(report);
  return [
    `${colors.green(`${counts.passed} passed`)}${noted > 0 ? colors.yellow(` (${noted} without being tried)`) : ""}`,
    ...(counts.failed > 0 ? [colors.red(`${counts.failed} failed`)] : []),
    ...(counts.skipped > 0 ? [colors.yellow(`${counts.skipped} skipped`)] : []),
  ];
}

function mutantParts(mutants: readonly MutantOutcome[], colors: Colors): readonly string[] {
  const { survived } = scoreOf(mutants);
  const count = `${mutants.length.toLocaleString("en")} ${mutants.length === 1 ? "mutant" : "mutants"}`;
  return [
    count,
    survived === 0 ? colors.green("none survived") : colors.red(`${survived.toLocaleString("en")} survived`),
  ];
}

function comparedParts({ comparisons = [], releases = [], findings }: Report, colors: Colors): readonly string[] {
  const all = [...comparisons, ...releases];
  const judged = all.reduce((sum, { cases, generated }) => sum + cases + generated, 0);
  const differences = findings.filter(({ kind }) => kind === "difference").length;
  const stale = findings.filter(({ kind }) => kind === "stale-difference").length;
  return [
    `${all.length} ${all.length === 1 ? "comparison" : "comparisons"} of ${judged.toLocaleString("en")} requests`,
    differences === 0
      ? colors.green("no difference")
      : colors.red(`${differences} ${differences === 1 ? "difference" : "differences"}`),
    ...(stale > 0 ? [colors.yellow(`${stale} no longer there`)] : []),
  ];
}
