import { resolve } from "node:path";
import {
  canTakePart,
  runUnitTests,
  type Selected,
  type Selection,
  selectCases,
  untriedIn,
  withoutTwice,
} from "../compare/index.ts";
import { compilingOnce } from "../engine/index.ts";
import { type LoadOptions, loadProject, type Project } from "../load/index.ts";
import { exitCode, type Problem, type Report } from "../model/index.ts";
import { makeReport } from "../report/index.ts";
import { type CoveredRun, runCasesCovering, withCoverage } from "./_coverage.ts";
import { type HeldEngines, heldEngines } from "./_held-engines.ts";
import { interruptible } from "./_interrupt.ts";
import { type Destination, destinations, folderOf, writeReport } from "./_output.ts";
import { insideRoot } from "./_paths.ts";
import { showProgress } from "./_progress.ts";
import { propertiesAlone, runProperties } from "./_properties.ts";
import { shardOf } from "./_shard.ts";
import type { TestOptions } from "./_test-options.ts";
import { typeProblems } from "./_types.ts";
import { placedUnder, releasesOf } from "./_under-releases.ts";
import type { Touched } from "./watch-touched.ts";

/** What a command line asks for, run after run. */
export interface TestPlan {
  readonly root: string;
  readonly targets: readonly Destination[];
  /** Relative to the root. */
  readonly paths: readonly string[];
  readonly selection: Selection;
  readonly problems: readonly Problem[];
}

/** What a run needs beside its plan. */
export interface TestRun {
  readonly project: Project;
  readonly engines: HeldEngines;
  readonly signal: AbortSignal;
  /** The controls that are judged, of those that were selected. */
  readonly touched: Touched;
}

/** Loads, judges and reports. @returns the exit code */
export async function runTest(paths: readonly string[], options: TestOptions): Promise<number> {
  const start = performance.now();
  const plan = testPlan(paths, options);
  const project = projectOf(plan, options);
  const interrupt = interruptible();
  const engines = heldEngines(options);
  try {
    const run = { project, engines, signal: interrupt.signal, touched: "all" } as const;
    const report = await testReport(plan, options, run, start);
    await writeReport(report, plan.targets, options.color, folderOf(options.cwd));
    return exitCode(report);
  } finally {
    engines.close();
    interrupt.end();
  }
}

/** @throws an AssayError where the command line contradicts itself */
export function testPlan(paths: readonly string[], options: TestOptions): TestPlan {
  const targets = withCoverage(destinations(options.format ?? ["pretty"], options.output ?? []), options);
  const root = resolve(options.cwd ?? ".");
  const inside = insideRoot(root, paths);
  const selection = selectionOf(options, paths.length === 0 ? undefined : inside.paths);
  return { root, targets, selection, ...inside };
}

/** The project as it is on disk now. */
export function projectOf({ root, selection }: TestPlan, options: TestOptions): Project {
  return loadProject(root, loadOptions(selection, options));
}

/** What of the project is asked for, and touched. */
export function selectedOf({ selection }: TestPlan, project: Project, touched: Touched): Selected {
  const { controls, problems } = selectCases(project.controls, selection, project.ids);
  return { controls: controls.filter(({ id }) => touched === "all" || touched.has(id)), problems };
}

/** Judges once. */
export async function testReport(
  plan: TestPlan,
  options: TestOptions,
  run: TestRun,
  start: number = performance.now(),
): Promise<Report> {
  const judged = await judge(plan, options, run);
  const milliseconds = performance.now() - start;
  return makeReport({ command: "assay test", ...judged, milliseconds, ...shardIn(plan.paths, options) });
}

// --- internal ---

/** Which share the report is about, with everything that decides what all shares together judge. */
function shardIn(paths: readonly string[], options: TestOptions): Pick<Report, "shard"> {
  const { control, engine, case: name, kubernetes, context, property, runs, seed, path, config } = options;
  const words = { control, engine, case: name, kubernetes, context, property, runs, seed, path, config };
  return shardOf(options.shard, ["test", ...paths], words);
}

function selectionOf(options: TestOptions, paths: readonly string[] | undefined): Selection {
  return {
    ...(options.control === undefined ? {} : { controls: options.control }),
    ...(options.engine === undefined ? {} : { engines: options.engine }),
    ...(options.case === undefined ? {} : { name: options.case }),
    ...(paths === undefined ? {} : { paths }),
    ...(options.shard === undefined ? {} : { shard: options.shard }),
  };
}

function loadOptions(selection: Selection, { config, engine }: TestOptions): LoadOptions {
  const { controls, paths } = selection;
  const near = paths === undefined ? undefined : canTakePart({ paths });
  return {
    ...(config === undefined ? {} : { config }),
    ...(engine === undefined ? {} : { engines: engine }),
    ...(controls === undefined && paths === undefined ? {} : { only: canTakePart(selection) }),
    ...(near === undefined ? {} : { near: (files) => near({ id: "", files }) }),
  };
}

const noCases: CoveredRun = { outcomes: [], findings: [], problems: [], interrupted: false };

type Judged = Omit<Report, "command" | "counts" | "milliseconds">;

async function judge(plan: TestPlan, options: TestOptions, { project, ...run }: TestRun): Promise<Judged> {
  const engines = options.engine ?? project.config.engines;
  const selected = selectedOf(plan, project, run.touched);
  const before = [...project.problems, ...plan.problems, ...(project.ids.length === 0 ? [] : selected.problems)];
  if (selected.controls.length === 0) return { outcomes: [], findings: [], problems: before };
  const live = run.engines.of(project);
  const opened = compilingOnce(live);
  const placing = { engines: opened, engineIds: engines, params: project.config.releaseParams };
  const under = await placedUnder(selected.controls, releasesOf(options, project), placing);
  const { controls } = under;
  const progress = showProgress(controls, engines);
  const kubernetes = options.kubernetes?.at(-1) ?? project.config.kubernetes;
  const shared = { signal: run.signal, onOutcome: progress.step };
  try {
    const release = kubernetes === undefined ? {} : { kubernetes };
    const cases = propertiesAlone(options)
      ? noCases
      : await runCasesCovering(controls, opened, { options, engines, ...shared, ...release, ...under.matrix?.running });
    const units = propertiesAlone(options)
      ? noCases
      : await runUnitTests(selected.controls, opened, { engines, signal: run.signal });
    const types = options.types === true ? await typeProblems(selected.controls, live) : [];
    const properties = await runProperties(
      selected.controls,
      { project, engines: opened, engineIds: engines, kubernetes, ...shared },
      options,
    );
    const outcomes = [...cases.outcomes, ...units.outcomes, ...properties.outcomes];
    const untried = options.shard === undefined && !run.signal.aborted ? untriedIn(outcomes) : [];
    return {
      outcomes,
      ...(under.matrix === undefined ? {} : { matrix: under.matrix.rows(controls, cases.outcomes) }),
      ...(cases.coverage === undefined ? {} : { coverage: cases.coverage }),
      findings: [...cases.findings, ...units.findings, ...properties.findings, ...untried],
      problems: withoutTwice([...before, ...types, ...cases.problems, ...units.problems, ...properties.problems]),
      ...(run.signal.aborted ? { interrupted: true } : {}),
    };
  } finally {
    progress.end();
  }
}
