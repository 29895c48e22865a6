import type { Run } from "../compare/index.ts";
import type { ReadRequest } from "../load/index.ts";
import type { Aside, Outcome, Problem, RequestCounts, WrongVerdict } from "../model/index.ts";
import type { Heard, Hearing } from "./_judge-hearing.ts";

/** What came of judging, with what the API server refuses set apart: no policy has seen it. */
export interface JudgedRequests extends Pick<Run, "outcomes" | "findings" | "problems"> {
  readonly counts: RequestCounts;
  /** Recorded requests that are refused here, which says nothing about the policies. */
  readonly aside: readonly Aside[];
}

/** Each request has one name, by which its outcomes are found. */
export function judgedRequests(run: Run, requests: readonly ReadRequest[], hearing: Hearing): JudgedRequests {
  const byName = Map.groupBy(run.outcomes, (outcome) => outcome.case);
  const refusals = requests.flatMap((request) => {
    const words = (byName.get(request.name) ?? []).flatMap((outcome) => refusalOf(outcome) ?? [])[0];
    return words === undefined ? [] : [{ request, words }];
  });
  const refused = new Set(refusals.map(({ request }) => request));
  const counts = { allowed: 0, denied: 0, failed: 0, unmatched: 0, refused: refused.size };
  for (const one of requests) {
    const stand = refused.has(one) ? undefined : standOf(hearing.of(one.request));
    if (stand !== undefined) counts[stand]++;
  }
  const heard = new Map(requests.map((one) => [one.name, hearing.of(one.request)]));
  return {
    outcomes: run.outcomes.map((outcome) => withWarnings(setApart(outcome), heard.get(outcome.case) ?? [])),
    findings: run.findings.filter((finding) => finding.kind !== "wrong-verdict" || !isRefused(finding)),
    problems: [...run.problems, ...refusedManifests(refusals), ...noneApplied(counts)],
    counts,
    aside: asideOf(refusals.filter(({ request }) => request.from !== "manifest")),
  };
}

// --- internal ---

interface Refusal {
  readonly request: ReadRequest;
  /** The API server's own. */
  readonly words: string;
}

function isRefused({ got }: WrongVerdict): boolean {
  const { decision, errors = [] } = got;
  return decision === "error" && errors.length > 0 && errors.every(({ code }) => code === "bad-object");
}

/** Why the API server refuses the request of an outcome; nothing where it does not. */
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

/** PodSecurity denies Pods alone: of what makes Pods it warns. */
function withWarnings(outcome: Outcome, heard: readonly Heard[]): Outcome {
  if (outcome.status !== "passed") return outcome;
  const said = heard.find(({ control, engine }) => control === outcome.control && engine === outcome.engine);
  return said === undefined || said.warnings.length === 0 ? outcome : { ...outcome, warnings: said.warnings };
}

function standOf(heard: readonly Heard[]): "allowed" | "denied" | "failed" | "unmatched" | undefined {
  const decisions = new Set(heard.map(({ decision }) => decision));
  if (decisions.has("deny")) return "denied";
  if (decisions.has("error")) return "failed";
  if (decisions.has("allow")) return "allowed";
  return decisions.has("skip") ? "unmatched" : undefined;
}

function refusedManifests(refusals: readonly Refusal[]): readonly Problem[] {
  return refusals
    .filter(({ request }) => request.from === "manifest")
    .map(({ request: { name, place }, words }) => {
      return { code: "bad-object", message: `\`${name}\` is refused by the API server: ${words}`, place };
    });
}

function noneApplied({ allowed, denied, failed, unmatched }: RequestCounts): readonly Problem[] {
  if (allowed + denied + failed > 0 || unmatched === 0) return [];
  const message = `no policy applied to any of ${unmatched} ${unmatched === 1 ? "request" : "requests"}`;
  return [{ code: "nothing-found", message, hint: "choose policies that match them, or other requests" }];
}

function asideOf(refusals: readonly Refusal[]): readonly Aside[] {
  const [first] = refusals;
  if (first === undefined) return [];
  const reason = `a recorded request that the API server refuses here; the first: ${first.words}`;
  return [{ reason, count: refusals.length, place: first.request.place }];
}
