import picocolors from "picocolors";
import { type Finding, type Problem, placeText, type Report, type WrongVerdict } from "../model/index.ts";
import { expectationText, verdictText } from "./_words.ts";

export interface FormatOptions {
  /** ANSI colours, for a terminal. @defaultValue false */
  readonly color?: boolean;
}

/** In characters. */
const longestLine = 2000;

type Colors = ReturnType<typeof picocolors.createColors>;

/** The report for people: what is wrong, grouped by control, and the counts last. */
export function pretty(report: Report, options: FormatOptions): string {
  const colors = picocolors.createColors(options.color === true);
  const groups = Map.groupBy(report.findings, ({ control }) => control);
  const blocks = [...groups].map(([control, findings]) => [
    colors.bold(visible(control)),
    ...findings.flatMap((finding) => findingLines(finding, colors)),
  ]);
  if (report.problems.length > 0)
    blocks.push([colors.bold("Problems"), ...report.problems.flatMap((problem) => problemLines(problem, colors))]);
  blocks.push(summary(report, colors));
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
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
  }
}

/** Where the decisions differ, `expected` and `got` say all there is to say. */
function detail({ expected, got, differences }: WrongVerdict): readonly string[] {
  return expected.decision === got.decision ? differences : [];
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

function summary(
  { counts, findings, problems, outcomes, milliseconds, interrupted }: Report,
  colors: Colors,
): string[] {
  const unchecked = findings.filter(({ kind }) => kind === "unchecked").length;
  const parts = [
    colors.green(`${counts.passed} passed`),
    ...(counts.failed > 0 ? [colors.red(`${counts.failed} failed`)] : []),
    ...(counts.skipped > 0 ? [colors.yellow(`${counts.skipped} skipped`)] : []),
    ...(unchecked > 0 ? [colors.yellow(`${unchecked} not checked`)] : []),
    ...(problems.length > 0
      ? [colors.red(`${problems.length} ${problems.length === 1 ? "problem" : "problems"}`)]
      : []),
  ];
  const lines = [`${parts.join(", ")} in ${(milliseconds / 1000).toFixed(2)} s`];
  if (interrupted === true) lines.unshift(colors.yellow("Interrupted: this is what was found so far."));
  else if (outcomes.length === 0) lines.unshift(colors.yellow("Nothing was checked."));
  return lines;
}

/** Keeps text of users and engines from steering the terminal: control characters are shown, line breaks are indented. */
function visible(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(
      /[[\p{Cc}\p{Bidi_C}]--\n]/gv,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    )
    .split("\n")
    .map(shortened)
    .join("\n      ");
}

/** An engine may quote a whole file in one line; the formats for machines keep all of it. */
function shortened(line: string): string {
  return line.length <= longestLine
    ? line.trimEnd()
    : `${line.slice(0, longestLine).trimEnd()}… (${line.length - longestLine} more characters)`;
}
