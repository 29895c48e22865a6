import type { ErrorCode, Problem, Side, Trial, Verdict } from "../model/index.ts";
import { failuresOf } from "./_problems.ts";

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
  if (left.decision === "error" && right.decision === "error") return "failed";
  return disagreement(answers, { names: ["left", "right"], messages }).length === 0 ? "agreed" : "differed";
}

/** How two verdicts differ, a sentence each. Where nothing applies nothing is denied, so `skip` agrees with `allow`. */
export function disagreement(
  { left, right }: Answers,
  { names, messages }: { readonly names: readonly [string, string]; readonly messages: boolean },
): readonly string[] {
  if (standOf(left) !== standOf(right))
    return [`\`${names[0]}\` ${says(left, right)}, \`${names[1]}\` ${says(right, left)}`];
  if (!messages) return [];
  const [ofLeft, ofRight] = [messagesOf(left), messagesOf(right)];
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

function standOf({ decision }: Verdict): string {
  return decision === "skip" ? "allow" : decision;
}

/** With the reason where one side let pass what it did not look at. */
function says(verdict: Verdict, other: Verdict): string {
  switch (verdict.decision) {
    case "allow":
      return "allows";
    case "deny":
      return "denies";
    case "error":
      return "fails";
    case "skip":
      return other.decision === "error" ? "has nothing that applies" : "lets it pass, since nothing applies";
  }
}

function messagesOf({ violations }: Verdict): readonly string[] {
  return violations.map(({ message }) => message).sort();
}

function only(own: readonly string[], others: readonly string[], name: string): readonly string[] {
  return own.filter((message) => !others.includes(message)).map((message) => `only \`${name}\` says \`${message}\``);
}
