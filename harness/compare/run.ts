import { type Limiter, limiter } from "../engine/index.ts";
import type {
  Case,
  CaseFinding,
  Compiled,
  Control,
  Engine,
  EngineId,
  Outcome,
  Policy,
  Problem,
  Unchecked,
  Verdict,
} from "../model/index.ts";
import { AssayError, judgesOf } from "../model/index.ts";
import { askedNothing } from "./_aside.ts";
import { judgeCase, skippedCase } from "./_judge.ts";
import { keepFailure, placed, withoutTwice } from "./_problems.ts";
import { refusalOf } from "./_refusal.ts";
import { orphansIn, uncheckedIn } from "./_unchecked.ts";

/** Where engines come from; starting one may fail. */
export interface EngineSource {
  /** @throws an AssayError where the engine cannot run here */
  get(id: EngineId): Engine;
}

export interface RunOptions {
  readonly engines: readonly EngineId[];
  /** Kubernetes minor for cases that name none. @defaultValue the engine's own release */
  readonly kubernetes?: string;
  /** Called for each outcome as it comes, in no fixed order. */
  readonly onOutcome?: (outcome: Outcome) => void;
  /** Called for each verdict of a case, before its outcome. With it, cases are judged too that are not about the release that they stand under. */
  readonly onVerdict?: (one: Case, engine: EngineId, verdict: Verdict) => void;
  /** Whether an engine judges a case that it has a policy for. @defaultValue always */
  readonly judges?: (one: Case, engine: EngineId) => boolean;
  /** Ends the run at once; what is known by then is the result. */
  readonly signal?: AbortSignal;
  /** Requests under way at a time. @defaultValue 64 */
  readonly concurrency?: number;
}

/** What came of judging the cases: in the order of controls, cases and engines, however the answers arrived. */
export interface Run {
  readonly outcomes: readonly Outcome[];
  readonly findings: readonly CaseFinding[];
  readonly problems: readonly Problem[];
  readonly interrupted: boolean;
}

/** What has been found so far. Positions order the outcomes. */
interface Progress {
  readonly outcomes: Map<number, Outcome>;
  readonly problems: Problem[];
  /** Cases whose expected code some engine could give. */
  readonly codes: Set<Case>;
  /** Controls of which some policy could not be judged with; a problem says why. */
  readonly broken: Set<string>;
  /** Outcomes of cases that an engine could not be asked. */
  readonly aside: Set<Outcome>;
}

/** One policy with the cases that it judges under one release of Kubernetes. */
interface Job {
  readonly control: Control;
  readonly policy: Policy;
  readonly kubernetes: string | undefined;
  readonly cases: readonly { readonly one: Case; readonly position: number }[];
}

interface Context {
  readonly engines: EngineSource;
  readonly options: RunOptions;
  readonly limit: Limiter;
  readonly progress: Progress;
}

/** Judges every case of every control by every engine that the control has a policy for. Never rejects because of a policy or a case. */
export async function runCases(controls: readonly Control[], engines: EngineSource, options: RunOptions): Promise<Run> {
  const progress: Progress = {
    outcomes: new Map(),
    problems: [],
    codes: new Set(),
    broken: new Set(),
    aside: new Set(),
  };
  const context: Context = { engines, options, limit: limiter(options.concurrency ?? 64), progress };
  const jobs = jobsOf(controls, options);
  const all = Promise.all(jobs.map((job) => runJob(job, context)));
  if (options.signal === undefined) await all;
  else await Promise.race([all, aborted(options.signal)]);
  return result(controls, context);
}

function jobsOf(
  controls: readonly Control[],
  { engines, kubernetes, judges = () => true }: RunOptions,
): readonly Job[] {
  const jobs = new Map<string, Job & { readonly cases: { readonly one: Case; readonly position: number }[] }>();
  let position = 0;
  for (const control of controls) {
    for (const one of control.cases) {
      for (const engine of judgesOf(one, engines)) {
        const policy = control.policies.find((candidate) => candidate.engine === engine);
        if (policy === undefined || !judges(one, engine)) continue;
        const release = releaseFor(one, engine, kubernetes);
        const key = JSON.stringify([control.id, engine, release]);
        const job = jobs.get(key) ?? { control, policy, kubernetes: release, cases: [] };
        job.cases.push({ one, position: position++ });
        jobs.set(key, job);
      }
    }
  }
  return [...jobs.values()];
}

/** A cluster is of its own release, whatever is asked of the CEL environment. */
function releaseFor(one: Case, engine: EngineId, kubernetes: string | undefined): string | undefined {
  return one.world.kubernetes ?? (engine === "cluster" ? undefined : kubernetes);
}

async function runJob(job: Job, context: Context): Promise<void> {
  const { progress, options, limit, engines } = context;
  const keep = (position: number, outcome: Outcome): void => {
    if (options.signal?.aborted === true) return;
    progress.outcomes.set(position, outcome);
    options.onOutcome?.(outcome);
  };
  const engine = job.policy.engine;
  const due = job.cases.filter(({ one, position }) => {
    const reason = one.skip ?? (options.onVerdict === undefined ? one.outside : undefined);
    if (reason !== undefined) keep(position, skippedCase(one, engine, reason));
    return reason === undefined;
  });
  if (due.length === 0) return;
  const [first] = due;
  if (first?.one.refused === true)
    return keep(first.position, await limit(() => refusalOf(first.one, job.policy, engines.get(engine))));
  const compiled = await limit(() => compile(job, context));
  const judge = compiled?.judge;
  if (compiled === undefined || judge === undefined) return void progress.broken.add(job.control.id);
  const judgeOne = async (one: Case, position: number): Promise<void> => {
    if (options.signal?.aborted === true) return;
    const judged = await judgeCase(one, engine, { compiled, judge, kubernetes: job.kubernetes });
    if (judged.verdict !== undefined) options.onVerdict?.(one, engine, judged.verdict);
    if (judged.aside === true) progress.aside.add(judged.outcome);
    if (judged.codeCompared) progress.codes.add(one);
    for (const failure of judged.failures) keepFailure(progress.problems, failure);
    keep(position, judged.outcome);
  };
  const through: Limiter = compiled.together === true ? (task) => task() : limit;
  await Promise.all(due.map(({ one, position }) => through(() => judgeOne(one, position))));
}

async function compile(
  { control, policy, kubernetes }: Job,
  { engines, options, progress }: Context,
): Promise<Compiled | undefined> {
  if (options.signal?.aborted === true) return undefined;
  try {
    const compiled = await engines.get(policy.engine).compile([policy], kubernetes === undefined ? {} : { kubernetes });
    progress.problems.push(...compiled.problems.map((problem) => placed(problem, policy)));
    if (compiled.judge === undefined && compiled.problems.length === 0) {
      progress.problems.push({
        code: "internal",
        message: `the engine \`${policy.engine}\` gave no judge for \`${control.id}\` and did not say why`,
      });
    }
    return compiled;
  } catch (error) {
    const code = error instanceof AssayError ? error.code : "internal";
    const message = error instanceof Error ? error.message : String(error);
    progress.problems.push({
      code,
      message,
      ...(error instanceof AssayError && error.place !== undefined ? { place: error.place } : {}),
    });
    return undefined;
  }
}

function result(controls: readonly Control[], { options, progress }: Context): Run {
  const interrupted = options.signal?.aborted === true;
  const outcomes = [...progress.outcomes].sort(([left], [right]) => left - right).map(([, outcome]) => outcome);
  const byControl = Map.groupBy(outcomes, ({ control }) => control);
  const findings = controls.flatMap((control): readonly CaseFinding[] => {
    const byCase = Map.groupBy(byControl.get(control.id) ?? [], (outcome) => outcome.case);
    return [
      ...uncheckedIn(control, options.engines),
      ...control.cases.flatMap((one) => [
        ...orphansIn(control, one),
        ...(byCase.get(one.name) ?? []).flatMap(({ finding }) => (finding === undefined ? [] : [finding])),
        ...(interrupted || progress.broken.has(control.id) ? [] : codeUnchecked(control, one, progress)),
      ]),
    ];
  });
  const idle = interrupted ? [] : askedNothing(outcomes, progress.aside);
  return { outcomes, findings, problems: withoutTwice([...progress.problems, ...idle]), interrupted };
}

function codeUnchecked({ id, policies }: Control, one: Case, { codes }: Progress): readonly Unchecked[] {
  if (one.expect.code === undefined || one.skip !== undefined || policies.length === 0 || codes.has(one)) return [];
  const message = `it expects code ${one.expect.code}, but no engine that judged it gives a code`;
  return [{ kind: "unchecked", control: id, case: one.name, place: one.expect.place ?? one.place, message }];
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener("abort", () => done(), { once: true });
  });
}
