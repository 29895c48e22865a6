import { readFileSync } from "node:fs";
import { mergeReports } from "../compare/index.ts";
import { loadReports, reportsIn } from "../load/index.ts";
import { exitCode } from "../model/index.ts";
import type { Format } from "../report/index.ts";
import { destinations, writeReport } from "./_output.ts";

/** The options of `assay merge` as commander gives them. */
export interface MergeOptions {
  readonly format?: readonly Format[];
  readonly output?: readonly string[];
  readonly color: boolean;
}

/** Reads the reports, joins them and reports. @returns the exit code */
export async function runMerge(paths: readonly string[], options: MergeOptions): Promise<number> {
  const targets = destinations(options.format ?? ["pretty"], options.output ?? []);
  const piped = paths.includes("-") ? await reportsIn("standard input", readFileSync(0, "utf8")) : [];
  const files = paths.filter((path) => path !== "-");
  const read = files.length === 0 ? [] : await loadReports(".", files);
  const report = mergeReports([...piped, ...read]);
  await writeReport(report, targets, options.color);
  return exitCode(report);
}
