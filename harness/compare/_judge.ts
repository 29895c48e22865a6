import {
  type Case,
  type Compiled,
  type EngineId,
  expectationFor,
  type Judge,
  type Outcome,
  type Problem,
  type Verdict,
  type WrongVerdict,
} from "../model/index.ts";
import { visibleTo } from "./_aside.ts";
import { failuresOf } from "./_problems.ts";
import { differences, passesUnmatched } from "./differences.ts";

/** What came of one case on one engine. */
export interface Judged {
  readonly outcome: Outcome;
  /** What the engine said; none where it was not asked. */
  readonly verdict?: Verdict;
  /** Whether the case was set aside, because the judge cannot be asked it or does not see what it expects. */
  readonly aside?: boolean;
  /** Whether the case's own expected HTTP code met an answer that could have one, or the case failed anyway. */
  readonly codeCompared: boolean;
  /** What failed in the tool itself: such an error is no answer, not even to a case that expects one. */
  readonly failures: readonly Problem[];
}

/** What judges a case. */
export interface Judging {
  /** What it cannot be asked, and does not see. */
  readonly compiled?: Pick<Compiled, "cannotAsk" | "unseen">;
  readonly judge: Judge;
  readonly kubernetes: string | undefined;
}

/** Judges a case and compares the verdict with what the case expects of this engine. */
export async function judgeCase(
  one: Case,
  engine: EngineId,
  { compiled = {}, judge, kubernetes }: Judging,
): Promise<Judged> {
  const own = kubernetes === undefined || one.world.kubernetes === kubernetes;
  const world = own ? one.world : { ...one.world, kubernetes }; // engines know a world again
  const cannot = await compiled.cannotAsk?.(one.request, world);
  if (cannot !== undefined) return setAside(one, engine, cannot);
  const { expected, reason } = visibleTo(compiled.unseen, expectationFor(one, engine));
  const start = performance.now();
  const got = await judge(one.request, world).catch(brokenJudge);
  const milliseconds = performance.now() - start;
  const failures = failuresOf(got).map((failure) => ({ ...failure, place: one.place }));
  if (one.outside !== undefined)
    return { outcome: skippedCase(one, engine, one.outside), verdict: got, codeCompared: true, failures };
  const found = [...differences(expected, got), ...codeNeverGiven(one, engine, got)];
  const about = { control: one.control, case: one.name, engine };
  const codeCompared = expected.code !== undefined && (got.response !== undefined || found.length > 0);
  const said = { verdict: got, codeCompared, failures };
  if (found.length === 0 && reason !== undefined) return { ...setAside(one, engine, reason), failures };
  if (found.length === 0) {
    const note = passesUnmatched(expected, got) ? { note: `nothing applied: ${got.skipped}` } : {};
    return { outcome: { ...about, place: one.place, status: "passed", milliseconds, ...note }, ...said };
  }
  const finding: WrongVerdict = {
    kind: "wrong-verdict",
    ...about,
    place: expected.place ?? one.place,
    expected,
    got,
    differences: found,
  };
  return { outcome: { ...about, place: one.place, status: "failed", milliseconds, finding }, ...said };
}

/** The outcome of a case that its author does not want to run. */
export function skippedCase(one: Case, engine: EngineId, reason: string): Outcome {
  return { control: one.control, case: one.name, engine, place: one.place, status: "skipped", milliseconds: 0, reason };
}

/** A case that is skipped with the judge's reason; nobody misses its code. */
function setAside(one: Case, engine: EngineId, reason: string): Judged {
  return { outcome: skippedCase(one, engine, reason), aside: true, codeCompared: true, failures: [] };
}

/** A code that the case expects of this very engine, which gives none. */
function codeNeverGiven(one: Case, engine: EngineId, got: Verdict): readonly string[] {
  const code = one.engines?.[engine]?.code;
  return code === undefined || got.response !== undefined
    ? []
    : [`expected code ${code}, but the engine \`${engine}\` gave no code`];
}

function brokenJudge(error: unknown): Verdict {
  const message = error instanceof Error ? error.message : String(error);
  return { decision: "error", violations: [], warnings: [], audit: {}, errors: [{ code: "internal", message }] };
}
