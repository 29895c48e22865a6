import type { Engines, KeptMutants } from "../engine/index.ts";
import type {
  Compiled,
  Control,
  EngineId,
  Judge,
  Mutant,
  MutantOutcome,
  Policy,
  Problem,
  SourceFile,
  Unchecked,
} from "../model/index.ts";
import { evaluatorOf } from "./_evaluator-of.ts";
import type { Fate } from "./_fate.ts";
import { killByCases } from "./_kill-mutants.ts";
import { placed } from "./_problems.ts";
import { soundCases } from "./_sound-cases.ts";
import { tellApart } from "./_tell-apart.ts";

/** A policy that can be mutated. */
export type MutablePolicy = Policy & Pick<Mutant, "engine">;

export interface MutantsOptions {
  /** All engines that take part in tests. */
  readonly engineIds: readonly EngineId[];
  /** Kinds of slips. @defaultValue all that change what is decided */
  readonly operators?: readonly string[];
  /** Generated requests on which mutants that no case killed are compared with the original. */
  readonly runs: number;
  readonly seed: number;
  /** Release of Kubernetes for cases that name none. @defaultValue the engine's own */
  readonly kubernetes?: string;
  /** Ends the run: what is known by then is the result. */
  readonly signal?: AbortSignal;
  /** The command that finds a mutant again. */
  readonly replay?: (mutant: Mutant) => string;
}

/** What became of the mutants of one policy. */
export interface MutantsRun {
  /** In the order in which the engine made them. */
  readonly mutants: readonly MutantOutcome[];
  /** The files that they are of, as they are. */
  readonly mutated: readonly SourceFile[];
  /** What went unchecked. That mutants survived is told by `survivedMutants`. */
  readonly findings: readonly Unchecked[];
  readonly problems: readonly Problem[];
}

/** Judges the cases of a control by each mutant of one of its policies, and generated requests by those that no case killed. */
export async function judgeMutants(
  control: Control,
  policy: MutablePolicy,
  engines: Engines,
  options: MutantsOptions,
): Promise<MutantsRun> {
  if (control.cases.length === 0) return nothing([unchecked(policy, "it has no case that could notice a mutant")]);
  const { kubernetes, operators } = options;
  const release = kubernetes === undefined ? {} : { kubernetes };
  const [made, original] = await Promise.all([
    engines.mutants(policy, { ...release, ...(operators && { operators }) }),
    engines.get(evaluatorOf(policy.engine)).compile([policy], release),
  ]);
  if (made.problems !== undefined) return nothing([], made.problems);
  try {
    const { judge, problems } = original;
    if (judge === undefined || problems.length > 0)
      return nothing(
        [],
        problems.map((problem) => placed(problem, policy)),
      );
    return await judgeAll(control, policy, {
      original: { compiled: original, judge },
      ...made.value,
      engines,
      options,
    });
  } finally {
    made.value.drop();
  }
}

// --- internal ---

interface Judging extends Pick<KeptMutants, "mutants"> {
  /** The policy as it is. */
  readonly original: { readonly compiled: Compiled; readonly judge: Judge };
  readonly engines: Engines;
  readonly options: MutantsOptions;
}

async function judgeAll(control: Control, policy: MutablePolicy, judging: Judging): Promise<MutantsRun> {
  const { mutants, original, engines, options } = judging;
  const { kubernetes, signal, runs, seed, replay, operators } = options;
  const { engine } = policy;
  if (mutants.length === 0)
    return nothing(operators === undefined ? [unchecked(policy, "nothing in it could be mutated")] : []);
  const sound = await soundCases(control, { ...original, engine, engines: options.engineIds, kubernetes });
  if (sound.cases.length === 0)
    return nothing([unchecked(policy, "none of its cases passes, so none could notice a mutant")], sound.problems);
  const { cases } = sound;
  const killing = await killByCases(mutants, { cases, compiled: original.compiled, engine, kubernetes, signal });
  const left = mutants.filter(({ mutant }) => !killing.killed.has(mutant));
  const about = { original: original.judge, cases, policy, engines, runs, seed, kubernetes, signal, replay };
  const telling = await tellApart(left, about);
  const fates = new Map<Mutant, Fate>([...killing.killed, ...telling.told]);
  return {
    mutants: mutants.flatMap(({ mutant }) => outcomeOf(mutant, fates.get(mutant))),
    mutated: policy.sources.filter(({ path }) => mutants.some(({ mutant }) => mutant.place.path === path)),
    findings: [],
    problems: [...sound.problems, ...killing.problems, ...telling.problems],
  };
}

/** Nothing is known of those that an interrupted run did not reach. */
function outcomeOf(mutant: Mutant, fate: Fate | undefined): readonly MutantOutcome[] {
  return fate === undefined ? [] : [{ ...mutant, ...fate }];
}

function nothing(findings: readonly Unchecked[], problems: readonly Problem[] = []): MutantsRun {
  return { mutants: [], mutated: [], findings, problems };
}

function unchecked({ control, engine, sources: [first] }: MutablePolicy, message: string): Unchecked {
  const place = first === undefined ? {} : { place: { path: first.path } };
  return { kind: "unchecked", control, ...place, message: `\`${engine}\`: ${message}` };
}
