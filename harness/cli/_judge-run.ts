import { type Run, runCases } from "../compare/index.ts";
import { compilingOnce, type Engines, limiter, openEngines } from "../engine/index.ts";
import { kyvernoSetting, type ReadRequest, type ReadRequests } from "../load/index.ts";
import type { Case, EngineId, Problem, World } from "../model/index.ts";
import { clusterSettings } from "./_cluster.ts";
import { type Hearing, openHearing } from "./_judge-hearing.ts";
import type { JudgeOptions } from "./_judge-options.ts";
import type { JudgingControl, JudgingPolicies } from "./_judge-policies.ts";
import { showProgress } from "./_progress.ts";
import { soundWorld } from "./_sound-world.ts";

/** Judges all requests by all policies. */
export async function judgeAll(
  read: ReadRequests,
  policies: JudgingPolicies,
  { options, signal }: { readonly options: JudgeOptions; readonly signal: AbortSignal },
): Promise<{ readonly run: Run; readonly hearing: Hearing }> {
  const { project, engines: ids } = policies;
  const engines = openEngines({
    ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 }),
    ...kyvernoSetting(project),
    ...clusterSettings(ids, options, project.config),
  });
  const hearing = openHearing(compilingOnce(engines));
  try {
    const release = options.kubernetes ?? project.config.kubernetes;
    const runs: Run[] = [];
    for (const part of await partsOf(read, { ids, release, engines }))
      runs.push(await judgePart(policies.controls, part, { hearing, signal }));
    return { run: joined(runs), hearing };
  } finally {
    engines.close();
  }
}

// --- internal ---

/** Requests that are asked of engines in one world. */
interface Part {
  readonly requests: readonly ReadRequest[];
  readonly engines: readonly EngineId[];
  readonly world: World;
  /** How many requests are judged before others are begun. */
  readonly perTurn: number;
}

/** A live cluster holds what it holds: what manifests say of one is for the others alone. */
async function partsOf(
  { requests, world: read }: ReadRequests,
  about: { readonly ids: readonly EngineId[]; readonly release: string | undefined; readonly engines: Engines },
): Promise<readonly Part[]> {
  const { ids, release, engines } = about;
  const live = ids.filter((id) => id === "cluster");
  const offline = ids.filter((id) => id !== "cluster");
  const own: Part[] = live.length === 0 ? [] : [{ requests, engines: live, world: {}, perTurn: requests.length }];
  if (offline.length === 0) return own;
  const world = await soundWorld(release === undefined ? read : { ...read, kubernetes: release }, engines);
  return [{ requests, engines: offline, world, perTurn: 256 }, ...own];
}

interface Judging {
  readonly hearing: Hearing;
  readonly signal: AbortSignal;
}

/** All policies are asked of a request at the same time: it is admitted once. One turn is under way while the next one begins. */
async function judgePart(controls: readonly JudgingControl[], part: Part, { hearing, signal }: Judging): Promise<Run> {
  const { requests, engines, perTurn } = part;
  const judging = controls
    .filter(({ control }) => control.policies.some(({ engine }) => engines.includes(engine)))
    .map(({ control, kubernetes }) => ({
      control,
      world: kubernetes === undefined ? part.world : { ...part.world, kubernetes },
    }));
  const turns = Array.from({ length: Math.ceil(requests.length / perTurn) }, (_, turn) =>
    requests.slice(turn * perTurn, (turn + 1) * perTurn),
  );
  const progress = showProgress(
    judging.map(({ control }) => ({ ...control, cases: requests })),
    engines,
  );
  const limit = limiter(2);
  const judge = (turn: readonly ReadRequest[]): Promise<Run> => {
    const cases = judging.map(({ control, world }) => ({ ...control, cases: casesOf(control.id, turn, world) }));
    const concurrency = turn.length * judging.length * engines.length;
    return runCases(cases, hearing.engines, { engines, signal, concurrency, onOutcome: progress.step });
  };
  try {
    const runs = turns.map((turn) => limit(async () => (signal.aborted ? undefined : judge(turn))));
    return joined((await Promise.all(runs)).filter((run) => run !== undefined));
  } finally {
    progress.end();
  }
}

/** The requests as cases of a control, all in one world: engines know it again. */
function casesOf(control: string, requests: readonly ReadRequest[], world: World): readonly Case[] {
  return requests.map(({ name, place, request }) => {
    return { control, name, place, request, world, expect: { decision: "allow", orSkip: true } };
  });
}

function joined(runs: readonly Run[]): Run {
  return {
    outcomes: runs.flatMap(({ outcomes }) => outcomes),
    findings: runs.flatMap(({ findings }) => findings),
    problems: firstOfEach(runs.flatMap(({ problems }) => problems)),
    interrupted: runs.some(({ interrupted }) => interrupted),
  };
}

/** Where an engine fails on many requests in one way, the first stands for the others. */
function firstOfEach(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, message, place }) => {
    const key = JSON.stringify(code.startsWith("engine-") ? [code, message] : [code, message, place]);
    return !seen.has(key) && seen.add(key);
  });
}
