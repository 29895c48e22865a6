import { availableParallelism } from "node:os";
import type { MutantsOptions, MutantsRun } from "../compare/index.ts";
import { openEngines } from "../engine/index.ts";
import { kyvernoSetting, type Project } from "../load/index.ts";
import type { Mutant, MutantOutcome, Problem, SourceFile, Unchecked } from "../model/index.ts";
import type { MutateOptions } from "./_mutate-options.ts";
import type { MutationUnit } from "./_mutate-units.ts";
import { shellWord } from "./_shell-word.ts";

export interface Mutating {
  readonly project: Project;
  readonly options: MutateOptions;
  readonly kubernetes: string | undefined;
  readonly signal: AbortSignal;
}

/** What became of all mutants, in the order of what was mutated. */
export interface Mutated {
  readonly mutants: readonly MutantOutcome[];
  readonly mutated: readonly SourceFile[];
  readonly findings: readonly Unchecked[];
  readonly problems: readonly Problem[];
}

/** Judges by mutants of several units at a time, each time with engines of their own. */
export async function runUnits(units: readonly MutationUnit[], mutating: Mutating): Promise<Mutated> {
  const runs: (MutantsRun | undefined)[] = units.map(() => undefined);
  // What takes longest is begun first: at the end it would keep one lane busy alone.
  const waiting = [...units.entries()].toSorted(([, left], [, right]) => right.size - left.size).values();
  const lanes = Math.min(availableParallelism(), mostLanes, units.length);
  await Promise.all(Array.from({ length: lanes }, () => runLane(waiting, runs, mutating)));
  const done = runs.filter((run) => run !== undefined);
  return {
    mutants: done.flatMap(({ mutants }) => mutants),
    mutated: [...new Map(done.flatMap(({ mutated }) => mutated).map((file) => [file.path, file])).values()],
    findings: done.flatMap(({ findings }) => findings),
    problems: done.flatMap(({ problems }) => problems),
  };
}

// --- internal ---

/** One thread of JavaScript keeps no more engines busy. */
const mostLanes = 4;

async function runLane(
  waiting: IterableIterator<[number, MutationUnit]>,
  runs: (MutantsRun | undefined)[],
  { project, options, kubernetes, signal }: Mutating,
): Promise<void> {
  const asked: MutantsOptions = {
    engineIds: project.config.engines,
    runs: options.runs ?? 1000,
    seed: options.seed ?? 1,
    ...(options.operators === undefined ? {} : { operators: options.operators }),
    ...(kubernetes === undefined ? {} : { kubernetes }),
    signal,
    replay: (mutant) => replayOf(mutant, options),
  };
  const engines = openEngines({
    ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 }),
    ...kyvernoSetting(project),
  });
  for (const [index, unit] of waiting) {
    if (signal.aborted) break;
    runs[index] = await unit.judge(engines, asked);
  }
  engines.close();
}

function replayOf({ control, engine, operator, place }: Mutant, options: MutateOptions): string {
  const flags = [
    ...(options.runs === undefined ? [] : ["--runs", String(options.runs)]),
    ...(options.seed === undefined ? [] : ["--seed", String(options.seed)]),
    ...(options.kubernetes === undefined ? [] : ["--kubernetes", options.kubernetes]),
    ...(options.config === undefined ? [] : ["--config", options.config]),
    ...(options.cwd === undefined ? [] : ["--cwd", options.cwd]),
  ];
  const mutated = control === place.path ? "--library" : "--control";
  const about = [mutated, control, "--engine", engine, "--operators", operator];
  return ["assay", "mutate", ...about, ...flags].map(shellWord).join(" ");
}
