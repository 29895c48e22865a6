import type { Engines, KeptMutants, MutantsAsked } from "../engine/index.ts";
import type {
  Control,
  EngineId,
  Mutant,
  MutantOutcome,
  Policy,
  Problem,
  SourceFile,
  Unchecked,
} from "../model/index.ts";
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
  const { value, problems } = await engines.mutants(policy, askedOf(options));
  if (value === undefined)
    return nothing(
      [],
      problems.map((problem) => placed(problem, policy)),
    );
  try {
    return await judgeAll({ control, policy }, value, { engines, options });
  } finally {
    value.drop();
  }
}

/** What engines are asked for. */
export function askedOf({ kubernetes, operators }: MutantsOptions): MutantsAsked {
  return { ...(kubernetes && { kubernetes }), ...(operators && { operators }) };
}

// --- internal ---

interface Judging {
  readonly engines: Engines;
  readonly options: MutantsOptions;
}

async function judgeAll(
  { control, policy }: { readonly control: Control; readonly policy: MutablePolicy },
  { mutants, original }: KeptMutants,
  { engines, options }: Judging,
): Promise<MutantsRun> {
  const { kubernetes, signal, runs, seed, replay, operators } = options;
  const { engine } = policy;
  if (mutants.length === 0)
    return nothing(operators === undefined ? [unchecked(policy, "nothing in it could be mutated")] : []);
  const sound = await soundCases(control, { judge: original, engine, engines: options.engineIds, kubernetes });
  if (sound.cases.length === 0)
    return nothing([unchecked(policy, "none of its cases passes, so none could notice a mutant")], sound.problems);
  const { cases } = sound;
  const killing = await killByCases(mutants, { cases, engine, kubernetes, signal });
  const left = mutants.filter(({ mutant }) => !killing.killed.has(mutant));
  const about = { original, cases, policy, engines, runs, seed, kubernetes, signal, replay };
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
