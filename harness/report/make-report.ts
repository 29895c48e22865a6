import type { Outcome, Report } from "../model/index.ts";

/** A report with its counts taken from its outcomes. */
export function makeReport(report: Omit<Report, "counts">): Report {
  const count = (status: Outcome["status"]): number =>
    report.outcomes.filter((outcome) => outcome.status === status).length;
  return { ...report, counts: { passed: count("passed"), failed: count("failed"), skipped: count("skipped") } };
}
