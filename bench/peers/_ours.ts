import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Report } from "../../harness/model/index.ts";
import type { Runner } from "./_race.ts";

const main = join(import.meta.dirname, "..", "..", "dist", "cli", "main.js");

/** `assay test` in a folder. Findings and problems of the suites are no obstacle to being timed; a crash is. */
export function ours(cwd: string, args: readonly string[] = []): Runner {
  return { name: "assay test", command: [process.execPath, main, "test", ...args], cwd, codes: [0, 1, 2] };
}

/** What it judged there, so that nothing is timed that did not happen. */
export function judgedBy({ command: [program = "", ...args], cwd }: Runner): Report["counts"] {
  const { stdout, stderr } = spawnSync(program, [...args, "--format", "json"], {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  const report = parsed(stdout, stderr);
  const { passed, failed } = report.counts;
  if (passed + failed === 0) throw new Error(`nothing was judged in ${cwd}: ${JSON.stringify(report.problems)}`);
  return report.counts;
}

// --- internal ---

function parsed(stdout: string, stderr: string): Report {
  try {
    return JSON.parse(stdout) as Report;
  } catch {
    throw new Error(`assay gave no report: ${stderr.slice(-2000)}`);
  }
}
