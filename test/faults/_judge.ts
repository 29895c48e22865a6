import { runCases, selectCases } from "../../harness/compare/index.ts";
import { type Engines, openEngines } from "../../harness/engine/index.ts";
import { loadProject } from "../../harness/load/index.ts";
import { exitCode } from "../../harness/model/index.ts";
import { formats, makeReport } from "../../harness/report/index.ts";

/** What a run says, and the code with which the program would end. */
export interface Said {
  readonly exit: number;
  readonly report: string;
}

/** Judges projects as `assay test` does, but with engines that live on from one to the next. */
export interface Bench {
  judge(root: string, timeoutSeconds?: number): Promise<Said>;
  close(): void;
}

export function openBench(): Bench {
  const opened = new Map<number, Engines>();
  const enginesFor = (timeoutSeconds: number): Engines => {
    const engines = opened.get(timeoutSeconds) ?? openEngines({ timeoutMs: timeoutSeconds * 1000 });
    opened.set(timeoutSeconds, engines);
    return engines;
  };
  return {
    judge: (root, timeoutSeconds = 10) => judge(root, () => enginesFor(timeoutSeconds)),
    close: () => {
      for (const engines of opened.values()) engines.close();
    },
  };
}

async function judge(root: string, engines: () => Engines): Promise<Said> {
  const { controls, config, ids, problems: ofProject } = loadProject(root);
  const selected = selectCases(controls, {}, ids);
  const before = [...ofProject, ...(ids.length === 0 ? [] : selected.problems)];
  const { kubernetes } = config;
  const run =
    selected.controls.length === 0
      ? { outcomes: [], findings: [], problems: [] }
      : await runCases(selected.controls, engines(), { engines: config.engines, ...(kubernetes && { kubernetes }) });
  const { outcomes, findings } = run;
  const problems = [...before, ...run.problems];
  const report = makeReport({ command: "assay test", outcomes, findings, problems, milliseconds: 0 });
  return { exit: exitCode(report), report: formats.pretty(report, {}) };
}
