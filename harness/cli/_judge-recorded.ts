import type { ReadRequest, Recorded } from "../load/index.ts";
import type { EngineId, Outcome, Problem, Verdict, WrongVerdict } from "../model/index.ts";
import type { JudgedRequests } from "./_judge-outcomes.ts";

/**
 * Compares what all policies of an engine together decide with what was answered when a request was recorded: which policy it was that denied then, the
 * record does not say.
 */
export function againstRecorded(judged: JudgedRequests, requests: readonly ReadRequest[]): JudgedRequests {
  const answers = new Map(requests.map((one) => [one.name, one.recorded]));
  const byRequest = Map.groupBy(judged.outcomes, (one) => JSON.stringify([one.case, one.engine]));
  const outcomes = [...byRequest.values()].flatMap((all) => compared(all, answers.get(all[0]?.case ?? "")));
  const other = judged.findings.filter(({ kind }) => kind !== "wrong-verdict");
  return {
    ...judged,
    outcomes,
    findings: [...other, ...outcomes.flatMap(({ finding }) => finding ?? [])],
    problems: [...judged.problems, ...(requests.some(({ recorded }) => recorded) ? [] : [nothingRecorded(requests)])],
  };
}

// --- internal ---

/** What one engine's policies said of one request. */
function compared(outcomes: readonly Outcome[], recorded: Recorded | undefined): readonly Outcome[] {
  const [first] = outcomes;
  if (first === undefined) return [];
  if (recorded === undefined) return outcomes.map(withoutRecord);
  if (recorded.allowed) return outcomes;
  if (outcomes.some(isDenied)) return outcomes.map((one) => (isDenied(one) ? agreed(one) : one));
  const decided = outcomes.filter(({ status }) => status !== "skipped");
  return decided.length === 0 || decided.some(({ status }) => status === "failed")
    ? outcomes
    : [...outcomes, letPass(first, recorded)];
}

function isDenied({ finding }: Outcome): boolean {
  return finding?.kind === "wrong-verdict" && finding.got.decision === "deny";
}

function withoutRecord({ finding: _finding, note: _note, ...outcome }: Outcome): Outcome {
  if (outcome.status === "skipped") return outcome;
  return { ...outcome, status: "skipped", reason: "what was answered is not recorded" };
}

function agreed({ finding: _finding, ...outcome }: Outcome): Outcome {
  return { ...outcome, status: "passed" };
}

function letPass(of: Outcome, { message }: Recorded): Outcome {
  const engine: EngineId = of.engine;
  const about = { control: recordControl, case: of.case, engine, place: of.place };
  const got: Verdict = { decision: "allow", violations: [], warnings: [], audit: {} };
  const said = message === undefined ? "" : `: \`${message}\``;
  const finding: WrongVerdict = {
    kind: "wrong-verdict",
    ...about,
    expected: { decision: "deny", ...(message === undefined ? {} : { messages: [message] }) },
    got,
    differences: [`it was denied when it was recorded, and no policy here denies it${said}`],
  };
  return { ...about, status: "failed", milliseconds: 0, finding };
}

/** Under which name the record stands where policies do. */
const recordControl = "recorded";

function nothingRecorded({ length }: readonly ReadRequest[]): Problem {
  const message = `of none of ${length} requests is recorded what was answered`;
  const hint = "leave --recorded out, or name AdmissionReviews with a response or an audit log";
  return { code: "nothing-found", message, hint };
}
