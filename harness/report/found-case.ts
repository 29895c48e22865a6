import { createHash } from "node:crypto";
import type { Decision, Difference, JsonObject, ObjectSource, Trial, Verdict } from "../model/index.ts";
import { caseText } from "./_trial-text.ts";
import { visibleBlock } from "./_visible.ts";
import { verdictText } from "./_words.ts";

/** A difference as a case: its name, and the text of its `*.case.yaml`. */
export interface FoundCase {
  readonly name: string;
  readonly text: string;
}

/** A difference that no case can show, and why. */
export interface Unwritable {
  readonly why: string;
}

/** What found a difference, and under which release the right side differs. */
export interface FoundBy {
  readonly kubernetes?: string;
  /** @defaultValue assay compare */
  readonly command?: string;
}

/**
 * The case that shows a difference: it expects what the left side says, so that the right side fails until somebody decides. Its name
 * hangs on the cause alone.
 */
export function foundCase(
  difference: Difference,
  { kubernetes, command = "assay compare" }: FoundBy,
): FoundCase | Unwritable {
  const { left, right, trial, cause } = difference;
  if (left.verdict.decision === right.verdict.decision && saysAll(right.verdict, left.verdict))
    return {
      why: `\`${right.side}\` says all that \`${left.side}\` says, and a case cannot expect that it says no more`,
    };
  if ([trial.request.object, trial.request.oldObject].some(isText))
    return { why: "its object could not be read as JSON" };
  const hash = createHash("sha256").update(cause).digest("hex").slice(0, 8);
  const name = `${slug(right.side)}-${saysOf(left.verdict, right.verdict)}-${slug(left.side)}-${verbs[left.verdict.decision]}-${hash}`;
  const under: Trial = kubernetes === undefined ? trial : { ...trial, world: { ...trial.world, kubernetes } };
  return {
    name,
    text: `${headOf(difference, command)}${caseText(under, { name, expect: expectationIn(difference, command) })}`,
  };
}

// --- internal ---

const verbs: Readonly<Record<Decision, string>> = { allow: "allows", deny: "denies", skip: "skips", error: "fails-on" };

function saysOf(left: Verdict, right: Verdict): string {
  return left.decision === right.decision ? "says-otherwise-what" : `${verbs[right.decision]}-what`;
}

function saysAll(verdict: Verdict, other: Verdict): boolean {
  if (isWarning(verdict) !== isWarning(other)) return false;
  return other.violations.every(({ message }) => verdict.violations.some((own) => own.message.includes(message)));
}

function isText(source: ObjectSource | undefined): boolean {
  return source !== undefined && "text" in source;
}

function slug(side: string): string {
  const words = side.toLowerCase().replaceAll(/[^a-z0-9.]+/g, "-");
  return words.slice(0, 40).replaceAll(/^[-.]+|[-.]+$/g, "") || "side";
}

function headOf({ left, right, differences, replay }: Difference, command: string): string {
  const lines = [
    `Found by \`${command}\`: ${differences.join("; ")}. This expects what \`${left.side}\` says, until somebody decides.`,
    `${left.side}: ${verdictText(left.verdict)}`,
    `${right.side}: ${verdictText(right.verdict)}`,
    ...(replay === undefined ? [] : [`again: ${replay}`]),
  ];
  return lines
    .map((line) => line.replaceAll(/[\u2028\u2029]/g, " ")) // YAML takes them for the end of a line, and so of the comment
    .flatMap((line) => visibleBlock(line, "# "))
    .map((line) => `${line}\n`)
    .join("");
}

function isWarning({ decision, advice = [] }: Verdict): boolean {
  return decision === "allow" && advice.length > 0;
}

/**
 * A mutant is of one engine's policy, and others judge the case too: whether something applies to what is let through, each says in its own way.
 */
function expectationIn({ left, right }: Difference, command: string): JsonObject {
  const expect = expectationOf(left.verdict, right.verdict);
  if (command !== "assay mutate" || expect["decision"] === "deny" || expect["decision"] === "error") return expect;
  return { decision: "allow", orSkip: true, engines: { [left.side]: expect } };
}

/** `warnings` are expected where that is what differs. */
function expectationOf(verdict: Verdict, other: Verdict): JsonObject {
  const { decision, violations, advice = [] } = verdict;
  const messages = [...new Set(violations.map(({ message }) => message))];
  if (decision === "deny") return messages.length > 0 ? { decision, messages } : { decision };
  if (isWarning(verdict) === isWarning(other)) return { decision };
  return { decision, warnings: [...new Set(advice.map(({ message }) => message))] };
}
