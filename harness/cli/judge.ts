import { resolve } from "node:path";
import { withoutTwice } from "../compare/index.ts";
import { type ReadRequests, readRequests } from "../load/index.ts";
import { exitCode, type Report } from "../model/index.ts";
import { makeReport } from "../report/index.ts";
import { interruptible } from "./_interrupt.ts";
import type { JudgeOptions } from "./_judge-options.ts";
import { judgedRequests } from "./_judge-outcomes.ts";
import { type JudgingPolicies, judgingPolicies } from "./_judge-policies.ts";
import { againstRecorded } from "./_judge-recorded.ts";
import { judgeAll } from "./_judge-run.ts";
import { destinations, folderOf, writeReport } from "./_output.ts";

/** Reads requests, judges them and reports. @returns the exit code */
export async function runJudge(paths: readonly string[], options: JudgeOptions): Promise<number> {
  const start = performance.now();
  const targets = destinations(options.format ?? ["pretty"], options.output ?? []);
  const root = resolve(options.cwd ?? ".");
  const policies = judgingPolicies(root, options);
  const read = await readRequests(root, paths, { stdin: process.stdin });
  const interrupt = interruptible();
  try {
    const judged = await judge(read, policies, { options, signal: interrupt.signal });
    const milliseconds = performance.now() - start;
    const report = makeReport({ command: "assay judge", ...judged, milliseconds });
    await writeReport(report, targets, options.color, folderOf(options.cwd));
    return exitCode(report);
  } finally {
    interrupt.end();
  }
}

// --- internal ---

interface Asked {
  readonly options: JudgeOptions;
  readonly signal: AbortSignal;
}

type Judged = Omit<Report, "command" | "counts" | "milliseconds">;

async function judge(read: ReadRequests, policies: JudgingPolicies, asked: Asked): Promise<Judged> {
  const { options, signal } = asked;
  const before = [...policies.problems, ...read.problems];
  const aside = (more: Report["aside"] = []): Pick<Report, "aside"> =>
    read.aside.length + more.length === 0 ? {} : { aside: [...read.aside, ...more] };
  if (policies.controls.length === 0 || read.requests.length === 0)
    return { outcomes: [], findings: [], problems: withoutTwice([...before, ...idle(policies)]), ...aside() };
  const { run, hearing } = await judgeAll(read, policies, asked);
  const all = judgedRequests(run, read.requests, hearing);
  const judged = options.recorded === true ? againstRecorded(all, read.requests) : all;
  return {
    outcomes: judged.outcomes,
    findings: judged.findings,
    requests: judged.counts,
    problems: withoutTwice([...before, ...judged.problems]),
    ...aside(judged.aside),
    ...(signal.aborted ? { interrupted: true } : {}),
  };
}

function idle({ controls, problems }: JudgingPolicies): Report["problems"] {
  if (controls.length > 0 || problems.length > 0) return [];
  return [{ code: "nothing-found", message: "no control has a policy for the engines that are asked" }];
}
