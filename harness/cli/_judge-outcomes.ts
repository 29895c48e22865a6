import type { Run } from "../compare/index.ts";
import type { ReadRequest } from "../load/index.ts";
import type { Aside, Outcome, Problem, RequestCounts, WrongVerdict } from "../model/index.ts";

/** What came of judging, with what the API server refuses set apart: no policy has seen it. */
export interface JudgedRequests extends Pick<Run, "outcomes" | "findings" | "problems"> {
  readonly counts: RequestCounts;
  /** Recorded requests that are refused here, which says nothing about the policies. */
  readonly aside: readonly Aside[];
}

export function judgedRequests(run: Run, requests: readonly ReadRequest[]): JudgedRequests {
  const outcomes = run.outcomes.map(setApart);
  const refusals = new Map(
    run.outcomes.flatMap((one) => (refusalOf(one) === undefined ? [] : [[one.case, one] as const])),
  );
  const refused = requests.filter(({ name }) => refusals.has(name));
  const wordsOf = ({ name }: ReadRequest): string => refusalOf(refusals.get(name) as Outcome) ?? "";
  const counts = countsOf(outcomes, refusals);
  const nothing = counts.allowed + counts.denied + counts.failed === 0 && counts.unmatched > 0;
  return {
    outcomes,
    findings: run.findings.filter((finding) => finding.kind !== "wrong-verdict" || !isRefused(finding)),
    problems: [
      ...run.problems,
      ...refused.filter(({ from }) => from === "manifest").map((one) => refusedManifest(one, wordsOf(one))),
      ...(nothing ? [noneApplied(counts.unmatched)] : []),
    ],
    counts,
    aside: asideOf(
      refused.filter(({ from }) => from !== "manifest"),
      wordsOf,
    ),
  };
}

// --- internal ---

function isRefused({ got }: WrongVerdict): boolean {
  const { decision, errors = [] } = got;
  return decision === "error" && errors.length > 0 && errors.every(({ code }) => code === "bad-object");
}

/** Why the API server refuses the request of an outcome, in its words; nothing where it does not. */
function refusalOf({ finding }: Outcome): string | undefined {
  if (finding?.kind !== "wrong-verdict" || !isRefused(finding)) return undefined;
  return finding.got.errors?.[0]?.message;
}

function setApart(outcome: Outcome): Outcome {
  const words = refusalOf(outcome);
  if (words === undefined) return outcome;
  const { finding: _finding, ...rest } = outcome;
  return { ...rest, status: "skipped", reason: `the API server refuses it: ${words}` };
}

function countsOf(outcomes: readonly Outcome[], refusals: ReadonlyMap<string, Outcome>): RequestCounts {
  const counts = { allowed: 0, denied: 0, failed: 0, unmatched: 0, refused: 0 };
  for (const [name, all] of Map.groupBy(outcomes, (outcome) => outcome.case))
    if (all.some(({ status }) => status !== "skipped") || refusals.has(name))
      counts[refusals.has(name) ? "refused" : standOf(all)]++;
  return counts;
}

function standOf(outcomes: readonly Outcome[]): "allowed" | "denied" | "failed" | "unmatched" {
  const decisions = outcomes.map(({ finding }) =>
    finding?.kind === "wrong-verdict" ? finding.got.decision : undefined,
  );
  if (decisions.includes("deny")) return "denied";
  if (decisions.includes("error")) return "failed";
  return outcomes.some(({ status, note }) => status === "passed" && note === undefined) ? "allowed" : "unmatched";
}

function refusedManifest({ name, place }: ReadRequest, words: string): Problem {
  return { code: "bad-object", message: `\`${name}\` is refused by the API server: ${words}`, place };
}

function noneApplied(count: number): Problem {
  const message = `no policy applied to any of ${count} ${count === 1 ? "request" : "requests"}`;
  return { code: "nothing-found", message, hint: "choose policies that match them, or other requests" };
}

function asideOf(refused: readonly ReadRequest[], wordsOf: (one: ReadRequest) => string): readonly Aside[] {
  const [first] = refused;
  if (first === undefined) return [];
  const reason = `a recorded request that the API server refuses here; the first: ${wordsOf(first)}`;
  return [{ reason, count: refused.length, place: first.place }];
}
