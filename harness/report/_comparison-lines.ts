import type { BrokenProperty, Comparison, Difference, Origin, StaleDifference } from "../model/index.ts";
import type { Colors } from "./_colors.ts";
import { trialText } from "./_trial-text.ts";
import { visible, visibleBlock } from "./_visible.ts";
import { verdictText } from "./_words.ts";

/** What was compared, a line each. */
export function comparisonLines(comparisons: readonly Comparison[], colors: Colors): readonly string[] {
  const width = Math.max(0, ...comparisons.map((one) => title(one).length));
  return comparisons.map((one) => {
    const mark = one.differed > 0 ? colors.red("✗") : colors.green("✓");
    return `${mark} ${visible(title(one).padEnd(width))}  ${countsText(one)}`;
  });
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
    `    ${side(right.side)} ${visible(verdictText(right.verdict))}`,
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

function title({ control, left, right }: Comparison): string {
  return `${control}  ${left} ~ ${right}`;
}

function countsText(one: Comparison): string {
  const number = (count: number): string => count.toLocaleString("en");
  const some = (count: number, what: string): readonly string[] => (count === 0 ? [] : [`${number(count)} ${what}`]);
  const { left, right } = one.decided;
  return [
    `${number(one.agreed)} agree`,
    ...some(one.differed, "differ"),
    `denied ${number(left.deny)} ~ ${number(right.deny)}`,
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
