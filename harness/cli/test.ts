import { resolve } from "node:path";
import { runCases, selectCases } from "../compare/index.ts";
import { openEngines } from "../engine/index.ts";
import { loadProject, type Project } from "../load/index.ts";
import { exitCode, type EngineId, type Problem, type Report } from "../model/index.ts";
import { type Format, makeReport } from "../report/index.ts";
import { interruptible } from "./_interrupt.ts";
import { destinations, writeReport } from "./_output.ts";
import { insideRoot } from "./_paths.ts";
import { showProgress } from "./_progress.ts";

/** The options of `assay test` as commander gives them. */
export interface TestOptions {
  readonly control?: readonly string[];
  readonly engine?: readonly EngineId[];
  readonly case?: string;
  readonly format?: readonly Format[];
  readonly output?: readonly string[];
  readonly kubernetes?: string;
  /** In seconds. */
  readonly timeout?: number;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly config?: string;
  readonly cwd?: string;
  readonly color: boolean;
}

/** Loads, judges and reports. @returns the exit code */
export async function runTest(paths: readonly string[], options: TestOptions): Promise<number> {
  const start = performance.now();
  const targets = destinations(options.format ?? ["pretty"], options.output ?? []);
  const project = loadProject(resolve(options.cwd ?? "."), options.config === undefined ? {} : { config: options.config });
  const judged = await judge(project, paths, options);
  const report = makeReport({ command: "assay test", ...judged, milliseconds: performance.now() - start });
  await writeReport(report, targets, options.color);
  return exitCode(report);
}

type Judged = Omit<Report, "command" | "counts" | "milliseconds">;

async function judge(project: Project, paths: readonly string[], options: TestOptions): Promise<Judged> {
  const inside = insideRoot(project.root, paths);
  const engines = options.engine ?? project.config.engines;
  const selected = selectCases(project.controls, {
    ...(options.control === undefined ? {} : { controls: options.control }),
    ...(options.engine === undefined ? {} : { engines: options.engine }),
    ...(options.case === undefined ? {} : { name: options.case }),
    ...(paths.length === 0 ? {} : { paths: inside.paths }),
    ...(options.shard === undefined ? {} : { shard: options.shard }),
  });
  const before: readonly Problem[] = [...project.problems, ...inside.problems, ...(project.controls.length === 0 ? [] : selected.problems)];
  if (selected.controls.length === 0) return { outcomes: [], findings: [], problems: before };
  const opened = openEngines(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 });
  const interrupt = interruptible();
  const progress = showProgress(selected.controls, engines);
  const kubernetes = options.kubernetes ?? project.config.kubernetes;
  try {
    const run = await runCases(selected.controls, opened, { engines, onOutcome: progress.step, signal: interrupt.signal, ...(kubernetes === undefined ? {} : { kubernetes }) });
    const { outcomes, findings, interrupted } = run;
    return { outcomes, findings, problems: [...before, ...run.problems], ...(interrupted ? { interrupted } : {}) };
  } finally {
    progress.end();
    interrupt.end();
    await opened.close();
  }
}
