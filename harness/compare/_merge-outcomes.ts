import type { Finding, Outcome, Problem, Report, StaleDifference } from "../model/index.ts";
import { askedNothingInAll } from "./_aside.ts";
import { isOfTheTool, keepFailure, withoutTwice } from "./_problems.ts";

/** What came of cases, then of properties, control by control: shards hold neighbouring cases, so that their order is that of the whole. */
export function mergeOutcomes(reports: readonly Report[]): readonly Outcome[] {
  return casesFirst(reports.flatMap(({ outcomes }) => outcomes));
}

/** Findings of cases, then of properties. What is said of a control as a whole is said once. */
export function mergeTestFindings(reports: readonly Report[]): readonly Finding[] {
  const found = reports.flatMap(({ findings, comparisons, releases }) =>
    comparisons === undefined && releases === undefined ? findings : [],
  );
  const ofControls = new Set<string>();
  const once = found.filter((finding) => {
    if (finding.kind !== "unchecked" || finding.case !== undefined) return true;
    const said = JSON.stringify([finding.control, finding.message]);
    return !ofControls.has(said) && ofControls.add(said);
  });
  return casesFirst(once);
}

/** Entries of the list of known differences that comparisons found to be none, as they are listed. */
export function mergeStale(reports: readonly Report[]): readonly StaleDifference[] {
  const compared = reports.filter(({ comparisons }) => comparisons !== undefined);
  const stale = compared.flatMap(({ findings }) => findings.filter(isStale));
  const once = [...new Map(stale.map((one) => [JSON.stringify(one), one])).values()];
  return once.sort((one, other) => (one.place?.line ?? 0) - (other.place?.line ?? 0));
}

/** Problems of all shards, each once. That a shard had nothing to do is none of the whole. */
export function mergeProblems(reports: readonly Report[], outcomes: readonly Outcome[]): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { problems: own, shard } of reports)
    for (const problem of own) {
      if (isOfTheTool(problem.code)) keepFailure(problems, problem);
      else if (!problem.message.startsWith(`shard ${shard?.index}/${shard?.count} is empty`)) problems.push(problem);
    }
  return askedNothingInAll(withoutTwice(problems), outcomes);
}

// --- internal ---

function isStale(finding: Finding): finding is StaleDifference {
  return finding.kind === "stale-difference";
}

/** Controls are sorted by their ids, and within one the order stays. A known difference that is none is one of properties. */
function casesFirst<T extends { readonly control: string; readonly case?: string; readonly kind?: string }>(
  all: readonly T[],
): readonly T[] {
  const sorted = all.toSorted((one, other) => (one.control < other.control ? -1 : one.control > other.control ? 1 : 0));
  const ofProperty = ({ case: name = "", kind }: T): boolean =>
    name.startsWith("property ") || kind === "stale-difference";
  return [...sorted.filter((one) => !ofProperty(one)), ...sorted.filter(ofProperty)];
}
