import { exitCode, isEmpty, type Report } from "../model/index.ts";
import type { Check } from "./_checks.ts";

/** How many checks came out how. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly error: number;
}

export function tally(checks: readonly Check[]): Tally {
  const of = (status: Check["status"]): number => checks.filter((check) => check.status === status).length;
  return { passed: of("passed"), failed: of("failed"), skipped: of("skipped"), error: of("error") };
}

/** The run in one sentence, the worst first. */
export function headline(report: Report, checks: readonly Check[]): string {
  const { findings, problems, interrupted, milliseconds } = report;
  const { passed, skipped } = tally(checks);
  const parts = [
    ...(interrupted === true ? ["interrupted"] : []),
    ...(isEmpty(report) ? ["nothing was checked"] : []),
    ...(findings.length > 0 ? [some(findings.length, "finding")] : []),
    ...(problems.length > 0 ? [some(problems.length, "problem")] : []),
    ...(exitCode(report) === 0 ? ["no finding"] : []),
    `${passed.toLocaleString("en")} passed`,
    ...(skipped > 0 ? [`${skipped.toLocaleString("en")} skipped`] : []),
  ];
  return `${parts.join(", ")} in ${(milliseconds / 1000).toFixed(2)} s`;
}

// --- internal ---

function some(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? what : `${what}s`}`;
}
