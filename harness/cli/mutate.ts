import { resolve } from "node:path";
import { canTakePart, selectCases, survivedMutants, withoutTwice } from "../compare/index.ts";
import { openEngines } from "../engine/index.ts";
import { loadProject, mutationElements, type Project } from "../load/index.ts";
import { type Control, exitCode, type Mutant, type MutantOutcome, type Problem, type Report } from "../model/index.ts";
import { makeReport } from "../report/index.ts";
import { interruptible } from "./_interrupt.ts";
import { type Mutated, runUnits } from "./_mutate-lanes.ts";
import type { MutateOptions } from "./_mutate-options.ts";
import { changedInProject } from "./_mutate-since.ts";
import { mutablePolicies, mutationUnits } from "./_mutate-units.ts";
import { destinations, folderOf, writeReport } from "./_output.ts";
import { placedUnder } from "./_under-releases.ts";
import { type FoundIn, writeCases } from "./_write-cases.ts";

/** Loads, mutates, judges and reports. @returns the exit code */
export async function runMutate(options: MutateOptions): Promise<number> {
  const start = performance.now();
  const targets = destinations(options.format ?? ["pretty"], options.output ?? []);
  const elements = targets.some(({ format }) => format === "mutation-html") ? { elements: mutationElements() } : {};
  const engines = options.engine ?? ["rego", "cel"];
  const selection = options.control === undefined ? {} : { controls: options.control };
  const project = loadProject(resolve(options.cwd ?? "."), {
    engines,
    ...(options.config === undefined ? {} : { config: options.config }),
    ...(options.control === undefined ? {} : { only: canTakePart(selection) }),
  });
  const selected = selectCases(project.controls, selection, project.ids);
  const interrupt = interruptible();
  try {
    const kubernetes = options.kubernetes ?? project.config.kubernetes;
    const { signal } = interrupt;
    const found = await unitsFound(selected.controls, { project, options, engines, kubernetes, signal });
    const run = await runUnits(found.units, { project, options, kubernetes, signal });
    const { outcomes } = found;
    const problems = [...project.problems, ...selected.problems, ...found.problems, ...run.problems];
    const report = makeReport({
      command: "assay mutate",
      outcomes,
      mutants: run.mutants,
      mutated: run.mutated,
      findings: [...survivedMutants(run.mutants, options.minScore), ...run.findings],
      problems: withoutTwice([
        ...problems,
        ...unmade(run.mutants, options),
        ...nothingMutated(run, [...problems, ...outcomes]),
      ]),
      milliseconds: performance.now() - start,
      ...(interrupt.signal.aborted ? { interrupted: true } : {}),
    });
    await writeReport(report, targets, options.color, { ...elements, ...folderOf(options.cwd) });
    if (options.writeCases === true) await writeCases(writableIn(run.mutants), project);
    return exitCode(report);
  } finally {
    interrupt.end();
  }
}

// --- internal ---

interface Looking {
  readonly project: Project;
  readonly options: MutateOptions;
  readonly engines: readonly Mutant["engine"][];
  readonly kubernetes: string | undefined;
  readonly signal: AbortSignal;
}

/** What is to be mutated, and what did not change. Cases that are about other releases than the one that is judged under take no part. */
async function unitsFound(
  selected: readonly Control[],
  { project, options, engines, kubernetes, signal }: Looking,
): Promise<ReturnType<typeof mutationUnits> & Pick<Report, "outcomes">> {
  const asked = openEngines();
  try {
    const since = await changedInProject(project, options, { engines: asked, signal });
    const { config } = project;
    const placing = { engines: asked, engineIds: config.engines, params: config.releaseParams };
    const { controls } = await placedUnder(selected, kubernetes === undefined ? [] : [kubernetes], placing);
    const policies = mutablePolicies(controls, engines);
    const { used } = await asked.uses(policies);
    const found = mutationUnits(controls, { options, engines, takes: since.isChanged, used });
    return { ...found, outcomes: since.unchanged(policies) };
  } finally {
    asked.close();
  }
}

/** A kind of slip that was asked for, but that nothing in the policies allows, was not made anywhere. */
function unmade(mutants: readonly MutantOutcome[], { operators = [] }: MutateOptions): readonly Problem[] {
  return operators
    .filter((operator) => !mutants.some((mutant) => mutant.operator === operator))
    .map((operator) => ({
      code: "nothing-found",
      message: `no mutant of the kind \`${operator}\` was made`,
      hint: "correct --operators or leave it out",
    }));
}

function nothingMutated({ mutants, findings }: Mutated, others: readonly object[]): readonly Problem[] {
  if (mutants.length + findings.length + others.length > 0) return [];
  return [{ code: "nothing-found", message: "nothing was mutated: no control has a policy in Rego or CEL of its own" }];
}

/** One request may tell several mutants apart, and then is one case. */
function writableIn(mutants: readonly MutantOutcome[]): readonly FoundIn[] {
  const found = mutants.flatMap(({ difference }) => (difference === undefined ? [] : [difference]));
  const each = new Map(found.map((one) => [JSON.stringify([one.control, one.left.side, one.cause]), one]));
  return [...each.values()].map((difference) => ({ difference, control: difference.control, command: "assay mutate" }));
}
