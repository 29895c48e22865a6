import type { Engines, JudgingMutant, KeptMutants } from "../engine/index.ts";
import type { Case, Control, Mutant, MutantOutcome, Problem, SourceFile } from "../model/index.ts";
import type { Fate } from "./_fate.ts";
import { killByCases } from "./_kill-mutants.ts";
import { placed } from "./_problems.ts";
import { soundCases } from "./_sound-cases.ts";
import { tellApart } from "./_tell-apart.ts";
import { askedOf, type MutablePolicy, type MutantsOptions, type MutantsRun } from "./mutants.ts";

/** A control whose policy uses a module of the library. */
export interface LibraryUser {
  readonly control: Control;
  readonly policy: MutablePolicy;
}

/**
 * Judges the cases of all controls that use a module of the library by its mutants, control after control until none lives, and then generated requests by
 * those that no case of any control killed.
 */
export async function judgeLibraryMutants(
  module: SourceFile,
  users: readonly LibraryUser[],
  engines: Engines,
  options: MutantsOptions,
): Promise<MutantsRun> {
  const run: Run = { module, engines, options, mutants: new Map(), fates: new Map(), problems: [] };
  const ordered = users.toSorted((left, right) => right.control.cases.length - left.control.cases.length);
  const sound = new Map<LibraryUser, readonly Case[]>();
  for (const user of ordered)
    await visit(user, run, async (kept) => {
      const cases = await soundIn(user, run, kept);
      sound.set(user, cases);
      await kill(user, run, { kept, cases });
    });
  const comparing = ordered.slice(0, Math.max(1, Math.floor(options.runs / leastRuns)));
  const runs = Math.ceil(options.runs / comparing.length);
  for (const user of comparing)
    await visit(user, run, (kept) => compareWithOriginal(user, run, { kept, cases: sound.get(user) ?? [], runs }));
  const findings: MutantsRun["findings"] =
    [...sound.values()].some((cases) => cases.length > 0) || run.problems.length > 0
      ? []
      : [
          {
            kind: "unchecked",
            control: module.path,
            place: { path: module.path },
            message: "`rego`: no case could notice a mutant of it",
          },
        ];
  return { mutants: outcomesOf(run), mutated: run.mutants.size > 0 ? [module] : [], findings, problems: run.problems };
}

// --- internal ---

/** The controls with most cases share the generated requests, as many as that each still gets enough to find something. */
const leastRuns = 100;

interface Run {
  readonly module: SourceFile;
  readonly engines: Engines;
  readonly options: MutantsOptions;
  /** All that were made, by their numbers. */
  readonly mutants: Map<number, Mutant>;
  readonly fates: Map<number, Fate>;
  readonly problems: Problem[];
}

interface Visit {
  readonly kept: KeptMutants;
  readonly cases: readonly Case[];
}

/** Has the mutants that still live made for one control. */
async function visit({ policy }: LibraryUser, run: Run, use: (kept: KeptMutants) => Promise<void>): Promise<void> {
  const { module, engines, options, problems } = run;
  const living = [...run.mutants.keys()].filter((number) => isOpen(run.fates.get(number)));
  if (options.signal?.aborted === true || (run.mutants.size > 0 && living.length === 0)) return;
  const numbers = run.mutants.size > 0 ? { numbers: living } : {};
  const made = await engines.mutants(policy, { ...askedOf(options), library: module.path, ...numbers });
  if (made.value === undefined) {
    problems.push(...made.problems.map((problem) => placed(problem, policy)));
    return;
  }
  const { value } = made;
  for (const { number, mutant } of value.mutants) if (!run.mutants.has(number)) run.mutants.set(number, mutant);
  try {
    await use(value);
  } finally {
    value.drop();
  }
}

/** The control's cases that can notice anything. */
async function soundIn(
  { control }: LibraryUser,
  { options, problems }: Run,
  kept: KeptMutants,
): Promise<readonly Case[]> {
  const { engineIds, kubernetes } = options;
  const sound = await soundCases(control, { judge: kept.original, engine: "rego", engines: engineIds, kubernetes });
  problems.push(...sound.problems);
  return sound.cases;
}

/** Whether a case or a request may still notice it. */
function isOpen(fate: Fate | undefined): boolean {
  return fate === undefined || fate.status === "equivalent";
}

async function kill({ control }: LibraryUser, run: Run, { kept, cases }: Visit): Promise<void> {
  const { kubernetes, signal } = run.options;
  const { killed, problems } = await killByCases(kept.mutants, { cases, engine: "rego", kubernetes, signal });
  run.problems.push(...problems);
  each(kept.mutants, killed, (number, fate) => run.fates.set(number, { ...fate, case: `${control.id}: ${fate.case}` }));
}

async function compareWithOriginal(
  { policy }: LibraryUser,
  run: Run,
  { kept, cases, runs }: Visit & { readonly runs: number },
): Promise<void> {
  const { engines, options } = run;
  const { seed, kubernetes, signal, replay } = options;
  const about = { original: kept.original, cases, policy, engines, runs, seed, kubernetes, signal, replay };
  const { told, problems } = await tellApart(kept.mutants, about);
  run.problems.push(...problems);
  each(kept.mutants, told, (number, fate) => {
    const before = run.fates.get(number)?.requests ?? 0;
    run.fates.set(number, { ...fate, ...(fate.requests !== undefined && { requests: fate.requests + before }) });
  });
}

function each(
  mutants: readonly JudgingMutant[],
  fates: ReadonlyMap<Mutant, Fate>,
  take: (number: number, fate: Fate) => void,
): void {
  for (const { number, mutant } of mutants) {
    const fate = fates.get(mutant);
    if (fate !== undefined) take(number, fate);
  }
}

function outcomesOf({ mutants, fates }: Run): readonly MutantOutcome[] {
  const inOrder = [...mutants].toSorted(([left], [right]) => left - right);
  return inOrder.flatMap(([number, mutant]) => {
    const fate = fates.get(number);
    return fate === undefined ? [] : [{ ...mutant, ...fate }];
  });
}
