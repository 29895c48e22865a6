import { isDeepStrictEqual } from "node:util";
import type { ErrorCode, Problem, Side, Trial, Verdict } from "../model/index.ts";
import { failuresOf } from "./_problems.ts";
import { ranksOf } from "./_rank.ts";

/** What two sides said of one trial. */
export interface Answers {
  readonly left: Verdict;
  readonly right: Verdict;
}

/**
 * What came of a trial. `refused`: no policy of one side at least saw it; `unmatched`: none applied on either side; `failed`: both sides failed, which is
 * no agreement; `broken`: the tool itself failed.
 */
export type Outcome = "agreed" | "differed" | "refused" | "unmatched" | "failed" | "broken";

/** Asks both sides at once, so that they share what admission makes of the request. A judge that throws is broken. */
export async function ask(left: Side, right: Side, { request, world }: Trial): Promise<Answers> {
  const [ofLeft, ofRight] = await Promise.all([left.judge(request, world), right.judge(request, world)]);
  return { left: ofLeft, right: ofRight };
}

/** Classifies a trial by what was said of it. */
export function outcomeOf(answers: Answers, messages: boolean): Outcome {
  const { left, right } = answers;
  if (failuresOf(left).length + failuresOf(right).length > 0) return "broken";
  if (isRefused(left) || isRefused(right)) return "refused";
  if (left.decision === "skip" && right.decision === "skip") return "unmatched";
  if (left.decision === "error" && right.decision === "error" && !failsOtherwise(left, right)) return "failed";
  return disagreement(answers, { names: ["left", "right"], messages }).length === 0 ? "agreed" : "differed";
}

/** How two verdicts differ, a sentence each. Where nothing applies nothing is denied, so `skip` agrees with `allow`. */
export function disagreement(
  { left, right }: Answers,
  { names, messages }: { readonly names: readonly [string, string]; readonly messages: boolean },
): readonly string[] {
  const ranks = ranksOf([left, right]);
  if (failsOtherwise(left, right)) return [`\`${names[0]}\` ${failsAnd(left)}, \`${names[1]}\` ${failsAnd(right)}`];
  if (ranks[0] !== ranks[1])
    return [`\`${names[0]}\` ${says(left, right, ranks)}, \`${names[1]}\` ${says(right, left, ranks)}`];
  if (changedOtherwise(left, right))
    return [`what \`${names[0]}\` and \`${names[1]}\` make of the object is not the same`];
  if (!messages) return [];
  const [ofLeft, ofRight] = wordsOf(left, right);
  return [...only(ofLeft, ofRight, names[0]), ...only(ofRight, ofLeft, names[1])];
}

/** What failed in the tool, not in a policy. */
export function brokenBy({ left, right }: Answers): readonly Problem[] {
  return [...failuresOf(left), ...failuresOf(right)];
}

/** Refused by the API server before any policy saw it. */
export function isRefused({ decision, errors = [] }: Verdict): boolean {
  return decision === "error" && errors.length > 0 && errors.every(({ code }) => refusals.has(code));
}

// --- internal ---

const refusals: ReadonlySet<ErrorCode> = new Set(["bad-object", "bad-world"]);

/** With the reason where one side let pass what it did not look at, and with the warning where only that differs. */
function says(verdict: Verdict, other: Verdict, ranks: readonly unknown[]): string {
  switch (verdict.decision) {
    case "allow":
      if (!ranks.includes("warned of")) return "allows";
      return (verdict.advice ?? []).length > 0 ? "allows with a warning" : "allows without one";
    case "deny":
      return "denies";
    case "error":
      return "fails";
    case "skip":
      return other.decision === "error" ? "has nothing that applies" : "lets it pass, since nothing applies";
  }
}

/** Both fail, and the failure lets pass on one side what it refuses on the other: `failurePolicy`, where the engine is the API server's code. */
function failsOtherwise(left: Verdict, right: Verdict): boolean {
  if (left.decision !== "error" || right.decision !== "error") return false;
  if (left.response === undefined || right.response === undefined) return false;
  return left.response.allowed !== right.response.allowed;
}

function failsAnd({ response }: Verdict): string {
  return response?.allowed === true ? "fails and lets it pass" : "fails and refuses it";
}

/** Objects are compared where policies in the API server's own code changed them. What a live cluster would store it tells whether they did or not, and no advice. */
function changedOtherwise(left: Verdict, right: Verdict): boolean {
  if (left.decision !== "allow" || right.decision !== "allow") return false;
  if ([left, right].some(({ response, advice }) => response === undefined || advice === undefined)) return false;
  return !isDeepStrictEqual(left.object, right.object);
}

/** The messages of each, and what each warns of where both tell it. */
function wordsOf(left: Verdict, right: Verdict): readonly [readonly string[], readonly string[]] {
  const both = left.advice !== undefined && right.advice !== undefined;
  const of = ({ violations, advice = [] }: Verdict): readonly string[] =>
    [...violations, ...(both ? advice : [])].map(({ message }) => message).sort();
  return [of(left), of(right)];
}

function only(own: readonly string[], others: readonly string[], name: string): readonly string[] {
  return own.filter((message) => !others.includes(message)).map((message) => `only \`${name}\` says \`${message}\``);
}
