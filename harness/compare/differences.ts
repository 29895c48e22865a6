import type { Expectation, Verdict } from "../model/index.ts";
import { objectDifferences } from "./_object-differences.ts";
import { countsDiffer } from "./_violation-counts.ts";

/** How a verdict differs from what is expected, a sentence each. Empty: it is as expected. */
export function differences(expected: Expectation, got: Verdict): readonly string[] {
  if (!isExpected(expected, got)) return [decisionDiffers(expected, got)];
  return [
    ...countsDiffer(expected.violations ?? [], got),
    ...messagesDiffer(expected, got),
    ...warningsDiffer(expected, got),
    ...auditDiffers(expected, got),
    ...codeDiffers(expected, got),
    ...(expected.object === undefined ? [] : objectDifferences(expected.object, got.object)),
  ];
}

function isExpected(expected: Expectation, got: Verdict): boolean {
  const { decision } = expected;
  if (decision === undefined) return got.decision !== "error";
  return decision === got.decision || passesUnmatched(expected, got);
}

/** Whether it is let pass because nothing applied, where that is as good as an allow, or no decision is asked for. */
export function passesUnmatched({ decision, orSkip }: Expectation, got: Verdict): boolean {
  return got.decision === "skip" && (decision === undefined || (decision === "allow" && orSkip === true));
}

function decisionDiffers(expected: Expectation, got: Verdict): string {
  const sentence = `expected ${expected.decision ?? "a verdict"}, got ${got.decision}`;
  const reasons = reasonsOf(got);
  return reasons.length === 0 ? sentence : `${sentence}: ${quoted(reasons)}`;
}

function messagesDiffer(expected: Expectation, got: Verdict): readonly string[] {
  const reasons = reasonsOf(got);
  return (expected.messages ?? [])
    .filter((part) => !reasons.some((reason) => reason.includes(part)))
    .map(
      (part) =>
        `expected ${nameOf(got)} with ${quoted([part])}, got ${reasons.length === 0 ? "none" : quoted(reasons)}`,
    );
}

function warningsDiffer(expected: Expectation, got: Verdict): readonly string[] {
  if (expected.warnings === undefined) return [];
  if (expected.warnings.length === 0) {
    return got.warnings.length === 0 ? [] : [`expected no warning, got ${quoted(got.warnings)}`];
  }
  return expected.warnings
    .filter((part) => !got.warnings.some((warning) => warning.includes(part)))
    .map(
      (part) =>
        `expected a warning with ${quoted([part])}, got ${got.warnings.length === 0 ? "none" : quoted(got.warnings)}`,
    );
}

function auditDiffers(expected: Expectation, got: Verdict): readonly string[] {
  return Object.entries(expected.audit ?? {}).flatMap(([key, part]) => {
    const value = Object.hasOwn(got.audit, key) ? got.audit[key] : undefined;
    if (value?.includes(part) === true) return [];
    return [
      `expected the audit annotation \`${key}\` with ${quoted([part])}, got ${value === undefined ? "none" : quoted([value])}`,
    ];
  });
}

/** An engine that is not the API server's code has no HTTP code to compare. */
function codeDiffers(expected: Expectation, got: Verdict): readonly string[] {
  if (expected.code === undefined || got.response === undefined || got.response.code === expected.code) return [];
  return [`expected code ${expected.code}, got ${got.response.code ?? "none"}`];
}

/** The words that belong to a decision. */
function reasonsOf(got: Verdict): readonly string[] {
  switch (got.decision) {
    case "allow":
    case "deny":
      return got.violations.map(({ message }) => message);
    case "skip":
      return got.skipped === undefined ? [] : [got.skipped];
    case "error":
      return (got.errors ?? []).map(({ message }) => message);
  }
}

function nameOf(got: Verdict): string {
  switch (got.decision) {
    case "allow":
    case "deny":
      return "a violation";
    case "skip":
      return "a reason";
    case "error":
      return "an error";
  }
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}
