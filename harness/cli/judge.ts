import { resolve } from "node:path";
import { type Run, runCases, withoutTwice } from "../compare/index.ts";
import { compilingOnce, openEngines } from "../engine/index.ts";
import { type ReadRequests, readRequests } from "../load/index.ts";
import { type Case, type Control, type EngineId, exitCode, type Report, type World } from "../model/index.ts";
import { makeReport } from "../report/index.ts";
import { clusterSettings } from "./_cluster.ts";
import { interruptible } from "./_interrupt.ts";
import { type Hearing, openHearing } from "./_judge-hearing.ts";
import type { JudgeOptions } from "./_judge-options.ts";
import { judgedRequests } from "./_judge-outcomes.ts";
import { type JudgingControl, type JudgingPolicies, judgingPolicies } from "./_judge-policies.ts";
import { againstRecorded } from "./_judge-recorded.ts";
import { destinations, writeReport } from "./_output.ts";
import { showProgress } from "./_progress.ts";
import { soundWorld } from "./_sound-world.ts";

/** Reads requests, judges them and reports. @returns the exit code */
export async function runJudge(paths: readonly string[], options: JudgeOptions): Promise<number> {
  const start = performance.now();
  const targets = destinations(options.format ?? ["pretty"], options.output ?? []);
  const root = resolve(options.cwd ?? ".");
  const policies = judgingPolicies(root, options);
  const read = await readRequests(root, paths, { stdin: process.stdin });
  const interrupt = interruptible();
  try {
    const judged = await judge(read, policies, { options, signal: interrupt.signal });
    const milliseconds = performance.now() - start;
    const report = makeReport({ command: "assay judge", ...judged, milliseconds });
    await writeReport(report, targets, options.color);
    return exitCode(report);
  } finally {
    interrupt.end();
  }
}

// --- internal ---

interface Asked {
  readonly options: JudgeOptions;
  readonly signal: AbortSignal;
}

type Judged = Omit<Report, "command" | "counts" | "milliseconds">;

async function judge(read: ReadRequests, policies: JudgingPolicies, asked: Asked): Promise<Judged> {
  const { options, signal } = asked;
  const before = [...policies.problems, ...read.problems];
  const aside = (more: Report["aside"] = []): Pick<Report, "aside"> =>
    read.aside.length + more.length === 0 ? {} : { aside: [...read.aside, ...more] };
  if (policies.controls.length === 0 || read.requests.length === 0)
    return { outcomes: [], findings: [], problems: withoutTwice([...before, ...idle(policies)]), ...aside() };
  const { run, hearing } = await judgeAll(read, policies, asked);
  const all = judgedRequests(run, read.requests, hearing);
  const judged = options.recorded === true ? againstRecorded(all, read.requests) : all;
  return {
    outcomes: judged.outcomes,
    findings: judged.findings,
    requests: judged.counts,
    problems: withoutTwice([...before, ...judged.problems]),
    ...aside(judged.aside),
    ...(signal.aborted ? { interrupted: true } : {}),
  };
}

function idle({ controls, problems }: JudgingPolicies): Report["problems"] {
  if (controls.length > 0 || problems.length > 0) return [];
  return [{ code: "nothing-found", message: "no control has a policy for the engines that are asked" }];
}

/** A live cluster holds what it holds: what manifests say of one is for the others alone. */
async function judgeAll(
  read: ReadRequests,
  policies: JudgingPolicies,
  { options, signal }: Asked,
): Promise<{ readonly run: Run; readonly hearing: Hearing }> {
  const { project, engines: ids } = policies;
  const live = openEngines({
    ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 }),
    ...(project.config.kyverno === undefined ? {} : { kyverno: project.config.kyverno }),
    ...clusterSettings(ids, options, project.config),
  });
  const shared = options.kubernetes ?? project.config.kubernetes;
  const world = await soundWorld(shared === undefined ? read.world : { ...read.world, kubernetes: shared }, live);
  const offline = ids.filter((id) => id !== "cluster");
  const parts: readonly (readonly [readonly EngineId[], World])[] = [
    [offline, world],
    [ids.filter((id) => id === "cluster"), {}],
  ];
  const runs: Run[] = [];
  const hearing = openHearing(compilingOnce(live));
  try {
    for (const [engines, around] of parts) {
      if (engines.length === 0) continue;
      const controls = casesOf(policies.controls, read, around);
      runs.push(await judgeBy(controls, { engines, hearing, signal }));
    }
  } finally {
    live.close();
  }
  return { run: joined(runs), hearing };
}

async function judgeBy(
  controls: readonly Control[],
  {
    engines,
    hearing,
    signal,
  }: { readonly engines: readonly EngineId[]; readonly hearing: Hearing; readonly signal: AbortSignal },
): Promise<Run> {
  const own = controls.filter(({ policies }) => policies.some(({ engine }) => engines.includes(engine)));
  const progress = showProgress(own, engines);
  try {
    return await runCases(own, hearing.engines, { engines, signal, onOutcome: progress.step });
  } finally {
    progress.end();
  }
}

/** The requests as cases of each control, all in one world: engines know it again. */
function casesOf(controls: readonly JudgingControl[], { requests }: ReadRequests, around: World): readonly Control[] {
  return controls.map(({ control, kubernetes }) => {
    const world = kubernetes === undefined ? around : { ...around, kubernetes };
    const cases = requests.map(({ name, place, request }): Case => {
      return { control: control.id, name, place, request, world, expect: { decision: "allow", orSkip: true } };
    });
    return { ...control, cases };
  });
}

function joined(runs: readonly Run[]): Run {
  return {
    outcomes: runs.flatMap(({ outcomes }) => outcomes),
    findings: runs.flatMap(({ findings }) => findings),
    problems: runs.flatMap(({ problems }) => problems),
    interrupted: runs.some(({ interrupted }) => interrupted),
  };
}
