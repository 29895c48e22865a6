import { availableParallelism } from "node:os";
import { judgeMutants, type MutablePolicy, type MutantsOptions, type MutantsRun } from "../compare/index.ts";
import { openEngines } from "../engine/index.ts";
import { kyvernoSetting, type Project } from "../load/index.ts";
import type { Control, Mutant, MutantOutcome, Policy, Problem, SourceFile, Unchecked } from "../model/index.ts";
import type { MutateOptions } from "./_mutate-options.ts";
import { shellWord } from "./_shell-word.ts";

export interface Mutating {
  readonly project: Project;
  readonly options: MutateOptions;
  readonly engines: readonly Mutant["engine"][];
  readonly kubernetes: string | undefined;
  /** Which policies; the others are left out. */
  readonly takes: (policy: Policy) => boolean;
  readonly signal: AbortSignal;
}

/** What became of all mutants, in the order of controls and policies. */
export interface MutatedControls {
  readonly mutants: readonly MutantOutcome[];
  readonly mutated: readonly SourceFile[];
  readonly findings: readonly Unchecked[];
  readonly problems: readonly Problem[];
}

/** Mutates the policies of controls, several at a time, each time with engines of their own. */
export async function mutateControls(controls: readonly Control[], mutating: Mutating): Promise<MutatedControls> {
  const units = controls.flatMap((control) =>
    mutablePolicies([control], mutating.engines)
      .filter(mutating.takes)
      .map((policy) => ({ control, policy })),
  );
  const runs: (MutantsRun | undefined)[] = units.map(() => undefined);
  const waiting = [...units.entries()].toSorted(([, left], [, right]) => sizeOf(right) - sizeOf(left)).values();
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

/** The policies of controls that somebody wrote in Rego and CEL. */
export function mutablePolicies(
  controls: readonly Control[],
  engines: readonly Mutant["engine"][],
): readonly MutablePolicy[] {
  return controls.flatMap(({ policies }) => policies.filter((policy) => isMutable(policy, engines)));
}

// --- internal ---

/** Of one control's form for an engine. */
interface Unit {
  readonly control: Control;
  readonly policy: MutablePolicy;
}

/** One thread of JavaScript keeps no more engines busy. */
const mostLanes = 4;

/** What has most mutants is begun first: at the end it would keep one lane busy alone. */
function sizeOf({ policy }: Unit): number {
  return policy.sources.reduce((sum, { text }) => sum + text.length, 0);
}

async function runLane(
  waiting: IterableIterator<[number, Unit]>,
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
  for (const [index, { control, policy }] of waiting) {
    if (signal.aborted) break;
    runs[index] = await judgeMutants(control, policy, engines, asked);
  }
  engines.close();
}

/** Forms that Gatekeeper makes of templates are not what somebody wrote. */
function isMutable(policy: Policy, engines: readonly Mutant["engine"][]): policy is MutablePolicy {
  return policy.from === undefined && engines.some((engine) => engine === policy.engine);
}

function replayOf({ control, engine, operator }: Mutant, options: MutateOptions): string {
  const flags = [
    ...(options.runs === undefined ? [] : ["--runs", String(options.runs)]),
    ...(options.seed === undefined ? [] : ["--seed", String(options.seed)]),
    ...(options.kubernetes === undefined ? [] : ["--kubernetes", options.kubernetes]),
    ...(options.config === undefined ? [] : ["--config", options.config]),
    ...(options.cwd === undefined ? [] : ["--cwd", options.cwd]),
  ];
  const about = ["--control", control, "--engine", engine, "--operators", operator];
  return ["assay", "mutate", ...about, ...flags].map(shellWord).join(" ");
}
