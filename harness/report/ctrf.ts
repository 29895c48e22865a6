import { exitCode, type Report } from "../model/index.ts";
import { type Check, checksOf } from "./_checks.ts";
import { tally } from "./_headline.ts";
import type { Shown } from "./_shown.ts";
import type { FormatOptions } from "./pretty.ts";

/** The report in the Common Test Report Format: a test for everything that was checked. */
export function ctrf(report: Report, { now = report.milliseconds }: FormatOptions): string {
  const checks = checksOf(report);
  const { passed, failed, skipped, error } = tally(checks);
  const duration = Math.round(report.milliseconds);
  const stop = Math.max(Math.round(now), duration);
  const summary = { tests: checks.length, passed, failed: failed + error, skipped, pending: 0, other: 0 };
  const document = {
    reportFormat: "CTRF",
    specVersion: "0.0.0",
    generatedBy: "assay",
    results: {
      tool: { name: "assay", extra: { command: report.command, exitCode: exitCode(report) } },
      summary: { ...summary, start: stop - duration, stop, duration },
      tests: checks.map(testOf),
    },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

// --- internal ---

function testOf(check: Check): object {
  const { control, name, engine, status, milliseconds, place, findings } = check;
  const message = check.message ?? (findings.map(({ sentence }) => sentence).join("; ") || undefined);
  const trace = findings.map(traceOf).join("\n\n");
  return {
    name: `${name}${engine === undefined || engine === name ? "" : ` [${engine}]`}`,
    status: status === "error" ? "failed" : status,
    rawStatus: status,
    duration: Math.round(milliseconds),
    suite: [control],
    ...(message === undefined ? {} : { message }),
    ...(trace === "" ? {} : { trace }),
    ...(place === undefined ? {} : { filePath: place.path }),
    ...(place?.line === undefined ? {} : { line: place.line }),
    ...(engine === undefined ? {} : { tags: [engine] }),
  };
}

function traceOf({ facts, blocks }: Shown): string {
  return [
    ...facts.map(([label, text]) => `${label}: ${text}`),
    ...blocks.flatMap(({ label, text, before }) => [
      `${label}:`,
      ...(before === undefined ? [text] : [before, "---", text]),
    ]),
  ].join("\n");
}
