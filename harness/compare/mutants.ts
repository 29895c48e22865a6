import type { Engines } from "../engine/index.ts";
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
import { compileMutants, type Fate } from "./_compile-mutants.ts";
import { evaluatorOf } from "./_evaluator-of.ts";
import { killByCases } from "./_kill-mutants.ts";
import { placed } from "./_problems.ts";
import { type SoundCases, soundCases } from "./_sound-cases.ts";
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
  const [made, original] = await Promise.all([engines.mutants(policy), compileOriginal(policy, engines, options)]);
  if (made.problems !== undefined) return nothing([], made.problems);
  if ("problems" in original) return nothing([], original.problems);
  const wanted = made.value.filter((mutant) => isWanted(mutant, options.operators));
  if (wanted.length === 0)
    return nothing(options.operators === undefined ? [unchecked(policy, "nothing in it could be mutated")] : []);
  const asked = { engine: policy.engine, engines: options.engineIds, kubernetes: options.kubernetes };
  const sound = await soundCases(control, { ...original, ...asked });
  if (sound.cases.length === 0)
    return nothing([unchecked(policy, "none of its cases passes, so none could notice a mutant")], sound.problems);
  return judgeAll(policy, { ...original, wanted, sound, engines, options });
}

// --- internal ---

interface Original {
  readonly compiled: Compiled;
  readonly judge: Judge;
}

interface Judging extends Original {
  readonly wanted: readonly Mutant[];
  readonly sound: SoundCases;
  readonly engines: Engines;
  readonly options: MutantsOptions;
}

async function compileOriginal(
  policy: MutablePolicy,
  engines: Engines,
  { kubernetes }: MutantsOptions,
): Promise<Original | { readonly problems: readonly Problem[] }> {
  const release = kubernetes === undefined ? {} : { kubernetes };
  const compiled = await engines.get(evaluatorOf(policy.engine)).compile([policy], release);
  const { judge, problems } = compiled;
  return judge === undefined || problems.length > 0
    ? { problems: problems.map((problem) => placed(problem, policy)) }
    : { compiled, judge };
}

async function judgeAll(
  policy: MutablePolicy,
  { wanted, sound, judge, engines, options }: Judging,
): Promise<MutantsRun> {
  const { kubernetes, signal, runs, seed, replay } = options;
  const { cases } = sound;
  const { judged, invalid } = await compileMutants(wanted, engines, options);
  const killing = await killByCases(judged, { cases, engine: policy.engine, kubernetes, signal });
  const left = judged.filter(({ mutant }) => !killing.killed.has(mutant));
  const about = { original: judge, cases, policy, engines, runs, seed, kubernetes, signal, replay };
  const telling = await tellApart(left, about);
  const fates = new Map<Mutant, Fate>([...invalid, ...killing.killed, ...telling.told]);
  return {
    mutants: wanted.flatMap((mutant) => outcomeOf(mutant, fates.get(mutant))),
    mutated: policy.sources.filter(({ path }) => wanted.some(({ place }) => place.path === path)),
    findings: [],
    problems: [...sound.problems, ...killing.problems, ...telling.problems],
  };
}

/** Nothing is known of those that an interrupted run did not reach. */
function outcomeOf({ policy: _, ...shown }: Mutant, fate: Fate | undefined): readonly MutantOutcome[] {
  return fate === undefined ? [] : [{ ...shown, ...fate }];
}

function nothing(findings: readonly Unchecked[], problems: readonly Problem[] = []): MutantsRun {
  return { mutants: [], mutated: [], findings, problems };
}

function unchecked({ control, engine, sources: [first] }: MutablePolicy, message: string): Unchecked {
  const place = first === undefined ? {} : { place: { path: first.path } };
  return { kind: "unchecked", control, ...place, message: `\`${engine}\`: ${message}` };
}

/** What changes only words is no slip in what is decided. */
function isWanted({ operator }: Mutant, operators: readonly string[] | undefined): boolean {
  return operators?.includes(operator) ?? operator !== "message";
}
