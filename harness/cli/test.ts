import { resolve } from "node:path";
import {
  canTakePart,
  type Run,
  runCases,
  runUnitTests,
  type Selection,
  selectCases,
  untriedIn,
  withoutTwice,
} from "../compare/index.ts";
import { compilingOnce, openEngines } from "../engine/index.ts";
import { kyvernoSetting, type LoadOptions, loadProject, type Project } from "../load/index.ts";
import { exitCode, type Problem, type Report } from "../model/index.ts";
import { makeReport } from "../report/index.ts";
import { clusterSettings } from "./_cluster.ts";
import { interruptible } from "./_interrupt.ts";
import { destinations, writeReport } from "./_output.ts";
import { insideRoot } from "./_paths.ts";
import { showProgress } from "./_progress.ts";
import { propertiesAlone, runProperties } from "./_properties.ts";
import { shardOf } from "./_shard.ts";
import type { TestOptions } from "./_test-options.ts";
import { typeProblems } from "./_types.ts";
import { placedUnder, releasesOf } from "./_under-releases.ts";

/** Loads, judges and reports. @returns the exit code */
export async function runTest(paths: readonly string[], options: TestOptions): Promise<number> {
  const start = performance.now();
  const targets = destinations(options.format ?? ["pretty"], options.output ?? []);
  const root = resolve(options.cwd ?? ".");
  const inside = insideRoot(root, paths);
  const selection = selectionOf(options, paths.length === 0 ? undefined : inside.paths);
  const project = loadProject(root, loadOptions(selection, options));
  const interrupt = interruptible();
  try {
    const asked = { selection, problems: inside.problems, signal: interrupt.signal };
    const judged = await judge(project, asked, options);
    const milliseconds = performance.now() - start;
    const report = makeReport({ command: "assay test", ...judged, milliseconds, ...shardIn(inside.paths, options) });
    await writeReport(report, targets, options.color);
    return exitCode(report);
  } finally {
    interrupt.end();
  }
}

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

const noCases: Run = { outcomes: [], findings: [], problems: [], interrupted: false };

type Judged = Omit<Report, "command" | "counts" | "milliseconds">;
interface Asked {
  readonly selection: Selection;
  readonly problems: readonly Problem[];
  readonly signal: AbortSignal;
}

async function judge(project: Project, asked: Asked, options: TestOptions): Promise<Judged> {
  const engines = options.engine ?? project.config.engines;
  const selected = selectCases(project.controls, asked.selection, project.ids);
  const before = [...project.problems, ...asked.problems, ...(project.ids.length === 0 ? [] : selected.problems)];
  if (selected.controls.length === 0) return { outcomes: [], findings: [], problems: before };
  const live = openEngines({
    ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 }),
    ...clusterSettings(engines, options, project.config),
    ...kyvernoSetting(project),
  });
  const opened = compilingOnce(live);
  const placing = { engines: opened, engineIds: engines, params: project.config.releaseParams };
  const under = await placedUnder(selected.controls, releasesOf(options, project), placing);
  const { controls } = under;
  const progress = showProgress(controls, engines);
  const kubernetes = options.kubernetes?.at(-1) ?? project.config.kubernetes;
  const shared = { signal: asked.signal, onOutcome: progress.step };
  try {
    const release = kubernetes === undefined ? {} : { kubernetes };
    const cases = propertiesAlone(options)
      ? noCases
      : await runCases(controls, opened, { engines, ...shared, ...release, ...under.matrix?.running });
    const units = propertiesAlone(options)
      ? noCases
      : await runUnitTests(selected.controls, opened, { engines, signal: asked.signal });
    const types = options.types === true ? await typeProblems(selected.controls, live) : [];
    const properties = await runProperties(
      selected.controls,
      { project, engines: opened, engineIds: engines, kubernetes, ...shared },
      options,
    );
    const outcomes = [...cases.outcomes, ...units.outcomes, ...properties.outcomes];
    const untried = options.shard === undefined && !asked.signal.aborted ? untriedIn(outcomes) : [];
    return {
      outcomes,
      ...(under.matrix === undefined ? {} : { matrix: under.matrix.rows(controls, cases.outcomes) }),
      findings: [...cases.findings, ...units.findings, ...properties.findings, ...untried],
      problems: withoutTwice([...before, ...types, ...cases.problems, ...units.problems, ...properties.problems]),
      ...(asked.signal.aborted ? { interrupted: true } : {}),
    };
  } finally {
    progress.end();
    live.close();
  }
}
