import {
  type AcrossReleases,
  type Comparison,
  type Difference,
  placeText,
  type Report,
  type StaleDifference,
} from "../model/index.ts";
import { acrossText } from "./_comparison-lines.ts";
import { trialText } from "./_trial-text.ts";
import { verdictText } from "./_words.ts";
import type { Element } from "./_xml.ts";

/** A test case for each comparison of a control, and for each known difference that is no more. */
export function comparisonCases(
  control: string,
  { comparisons = [], releases = [], findings }: Report,
): readonly Element[] {
  const own = findings.filter((finding) => finding.control === control);
  const differences = own.filter((finding) => finding.kind === "difference");
  return [
    ...comparisons.filter((one) => one.control === control).map((one) => comparisonCase(one, differences)),
    ...releases.filter((one) => one.control === control).map((one) => releasesCase(one, differences)),
    ...own.filter((finding) => finding.kind === "stale-difference").map(staleCase),
  ];
}

// --- internal ---

function comparisonCase(
  { control, left, right, milliseconds }: Comparison,
  differences: readonly Difference[],
): Element {
  const own = differences.filter((one) => one.left.side === left && one.right.side === right);
  return testCase({ name: `${left} ~ ${right}`, control, milliseconds }, own);
}

function releasesCase(across: AcrossReleases, differences: readonly Difference[]): Element {
  const { control, side, milliseconds } = across;
  const own = differences.filter((one) => one.left.side.startsWith(`${side}@`));
  return testCase({ name: `${side}: ${acrossText(across)}`, control, milliseconds }, own);
}

function testCase(
  { name, control, milliseconds }: { readonly name: string; readonly control: string; readonly milliseconds: number },
  differences: readonly Difference[],
): Element {
  const attributes = { name, classname: control, time: (milliseconds / 1000).toFixed(3) };
  const [first] = differences;
  if (first === undefined) return { name: "testcase", attributes };
  const message = differences.map((one) => one.differences.join("; ")).join("; ");
  const text = differences.map(differenceText).join("\n\n");
  return {
    name: "testcase",
    attributes,
    children: [{ name: "failure", attributes: { message, type: first.kind }, text }],
  };
}

function differenceText({ left, right, trial, replay, place }: Difference): string {
  return [
    `${left.side}: ${verdictText(left.verdict)}`,
    `${right.side}: ${verdictText(right.verdict)}`,
    trialText(trial),
    ...(replay === undefined ? [] : [`again: ${replay}`]),
    ...(place === undefined ? [] : [`at ${placeText(place)}`]),
  ].join("\n");
}

function staleCase({ kind, control, message, place }: StaleDifference): Element {
  const where = place === undefined ? "" : ` (${placeText(place)})`;
  const attributes = { name: `known difference${where}`, classname: control, time: "0.000" };
  return { name: "testcase", attributes, children: [{ name: "failure", attributes: { message, type: kind } }] };
}
