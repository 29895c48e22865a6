import { exitCode, type Report } from "../model/index.ts";

/** The report for machines, as report.schema.json describes it. */
export function json(report: Report): string {
  return `${JSON.stringify({ version: 1, exitCode: exitCode(report), ...report }, undefined, 2)}\n`;
}
