import {
  type AcrossReleases,
  type BrokenProperty,
  type Comparison,
  type Difference,
  expectedByCase,
  type Origin,
  type StaleDifference,
  type Verdict,
} from "../model/index.ts";
import type { Colors } from "./_colors.ts";
import { trialText } from "./_trial-text.ts";
import { visible, visibleBlock } from "./_visible.ts";
import { verdictText } from "./_words.ts";

/** What was compared, a line each, and below it what is listed as known. */
export function comparisonLines(comparisons: readonly Comparison[], colors: Colors): readonly string[] {
  const width = Math.max(0, ...comparisons.map((one) => title(one).length));
  return comparisons.flatMap((one) => [
    `${mark(one.causes === 0, colors)} ${visible(title(one)).padEnd(width)}  ${countsText(one)}`,
    ...knownLines(one, colors),
    ...changeLines(one, colors),
  ]);
}

/** What was asked under several releases, a line each. */
export function releasesLines(all: readonly AcrossReleases[], colors: Colors): readonly string[] {
  const name = ({ control, side }: AcrossReleases): string => `${control}  ${side}`;
  const width = Math.max(0, ...all.map((one) => name(one).length));
  return all.map((one) => {
    const clean = one.changes.length === 0 && one.releases.every(({ compiles }) => compiles);
    return `${mark(clean, colors)} ${visible(name(one)).padEnd(width)}  ${acrossText(one)}`;
  });
}

/** Where a policy compiles, and where its verdicts change. */
export function acrossText({ releases, changes, compared }: AcrossReleases): string {
  const compiling = runsOf(releases);
  return [
    compiling.length === 0 ? "compiles nowhere" : `compiles ${compiling.join(", ")}`,
    changes.length === 0 ? `${number(compared)} requests judged alike` : `changes at ${changes.join(", ")}`,
  ].join("; ");
}

/** A difference with the smallest trial that shows it. */
export function differenceLines(difference: Difference, colors: Colors): readonly string[] {
  const { left, right, trial, origins, replay, known } = difference;
  const width = Math.max(left.side.length, right.side.length) + 1;
  const side = (name: string): string => colors.dim(`${name}:`.padEnd(width));
  return [
    `  ${known === undefined ? colors.red("✗") : colors.yellow("~")} ${visible(difference.differences.join("; "))}`,
    ...(known === undefined ? [] : [`    known: ${visible(known)}`]),
    `    ${side(left.side)} ${visible(verdictText(left.verdict))}`,
    ...expressionLines(left.verdict, colors),
    `    ${side(right.side)} ${visible(verdictText(right.verdict))}`,
    ...expressionLines(right.verdict, colors),
    ...visibleBlock(trialText(trial), "      "),
    colors.dim(`    found as ${originsText(origins)}`),
    ...(replay === undefined ? [] : [colors.dim(`    again: ${visible(replay)}`)]),
  ];
}

/** A known difference that is no more. */
export function staleLines({ message }: StaleDifference, colors: Colors): readonly string[] {
  return [`  ${colors.yellow("!")} ${visible(message)}`];
}

/** A property that does not hold, with the smallest trial that shows it. */
export function propertyLines(broken: BrokenProperty, colors: Colors): readonly string[] {
  const { property, engine, trial, changed, before, after, origin, replay } = broken;
  return [
    `  ${colors.red("✗")} ${visible(property)} ${colors.dim(`[${engine}]`)}`,
    ...broken.differences.map((sentence) => `    ${visible(sentence)}`),
    `    ${colors.dim("before:")} ${visible(verdictText(before))}`,
    ...visibleBlock(trialText(trial), "      "),
    `    ${colors.dim("after: ")} ${visible(verdictText(after))}`,
    ...visibleBlock(trialText(changed), "      "),
    colors.dim(`    found as ${originsText([origin])}`),
    ...(replay === undefined ? [] : [colors.dim(`    again: ${visible(replay)}`)]),
  ];
}

/** Where a trial comes from, in words. */
export function originText(origin: Origin): string {
  return "case" in origin ? `case \`${origin.case}\`` : `request ${origin.index} of seed ${origin.seed}`;
}

// --- internal ---

/** What in CEL decided. A rule of Rego is named with its message. */
function expressionLines({ violations }: Verdict, colors: Colors): readonly string[] {
  const expressions = new Set(violations.flatMap(({ expression = [] }) => expression));
  return [...expressions].flatMap((expression) => [
    colors.dim("      because this does not hold:"),
    ...visibleBlock(expression, "        "),
  ]);
}

function title({ control, left, right }: Comparison): string {
  return `${control}  ${left} ~ ${right}`;
}

function mark(clean: boolean, colors: Colors): string {
  return clean ? colors.green("✓") : colors.red("✗");
}

function number(count: number): string {
  return count.toLocaleString("en");
}

/** What a case expects stands in the case; what is listed is worth a line for each reason. */
function knownLines({ known, change }: Comparison, colors: Colors): readonly string[] {
  const byReason = Map.groupBy(known, (one) => one.known ?? "");
  byReason.delete(expectedByCase);
  return [...byReason].map(([reason, alike]) => {
    const origins = alike.flatMap((one) => one.origins);
    const word = change === undefined ? "known" : "approved";
    return colors.dim(`  ~ ${word}: ${visible(reason)} (${originsText(origins)})`);
  });
}

/** What policies match otherwise, and, where decisions flip, the lines that changed. */
function changeLines({ change, causes }: Comparison, colors: Colors): readonly string[] {
  if (change === undefined) return [];
  const { rematched, firstRematched, diff } = change;
  const first = firstRematched === undefined ? "" : `, the first is ${originText(firstRematched)}`;
  return [
    ...(rematched === 0
      ? []
      : [
          `  ${colors.yellow("~")} match changed: ${number(rematched)} let pass by both, by one unmatched${visible(first)}`,
        ]),
    ...(causes === 0
      ? []
      : visibleBlock(diff.replaceAll("\t", "  "), "    ").map((line) => diffLine(line.trimEnd(), colors))),
  ];
}

function diffLine(line: string, colors: Colors): string {
  if (line.startsWith("    +")) return colors.green(line);
  return line.startsWith("    -") ? colors.red(line) : colors.dim(line);
}

/** Neighbours that compile as ranges. */
function runsOf(releases: AcrossReleases["releases"]): readonly string[] {
  const runs: string[][] = [];
  for (const [index, { release, compiles }] of releases.entries()) {
    if (!compiles) continue;
    if (releases[index - 1]?.compiles === true) runs.at(-1)?.push(release);
    else runs.push([release]);
  }
  return runs.map((run) => (run.length === 1 ? `${run[0]}` : `${run[0]}..${run.at(-1)}`));
}

/** How often both sides agreed, and what they decided. */
export function countsText(one: Comparison): string {
  const some = (count: number, what: string): readonly string[] => (count === 0 ? [] : [`${number(count)} ${what}`]);
  const both = (ofLeft: number, ofRight: number, what: string): readonly string[] =>
    ofLeft + ofRight === 0 ? [] : [`${what} ${number(ofLeft)} ~ ${number(ofRight)}`];
  const { left, right } = one.decided;
  return [
    `${number(one.agreed)} agree`,
    ...some(one.differed, "differ"),
    `denied ${number(left.deny)} ~ ${number(right.deny)}`,
    ...both(left.warned, right.warned, "warned of"),
    ...both(left.changed, right.changed, "changed"),
    ...some(one.unmatched, "matched by neither"),
    ...some(one.failed, "fail on both"),
    ...some(one.refused, "refused by the API server"),
    ...some(one.known.length, one.known.length === 1 ? "known difference" : "known differences"),
  ].join(", ");
}

function originsText([first, ...others]: readonly Origin[]): string {
  if (first === undefined) return "nothing";
  return `${visible(originText(first))}${others.length === 0 ? "" : `, and ${others.length} more`}`;
}
