import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Counts, oneFailed, onePassed, readCountsLine } from "./_counts.ts";
import type { Gate } from "./_gate.ts";
import { type Ran, run, runScript, runTool } from "./_process.ts";

/** What must be there before anything else can be checked. */
export const buildGates: readonly Gate[] = [
  { name: "engines", run: async () => outcome(await runScript("scripts/build-engines.ts"), /sha256 \w+/) },
  { name: "build", run: async () => outcome(await runScript("scripts/build.ts")) },
];

/** Gates that read the sources. Each pattern is what the tool prints when it has looked at something. */
export const sourceGates: readonly Gate[] = [
  { name: "types", run: types },
  { name: "style", run: async () => outcome(await runTool("biome", ["ci", "--colors=off"]), /Checked [1-9]\d* files/) },
  { name: "dead code", run: async () => outcome(await runTool("knip", [])) },
  {
    name: "notices",
    run: async () => outcome(await runScript("scripts/notices.ts", ["--check"]), /[1-9]\d* Go modules/),
  },
];

/** Gates that run policies and the harness. */
export const testGates: readonly Gate[] = [
  { name: "rego", run: async () => countsOf(await runScript("scripts/check-rego.ts")) },
  { name: "vitest", run: vitest },
  { name: "assay test", run: () => assayTest() },
  { name: "releases", run: () => assayTest("--runs", "0", "--kubernetes", releases) },
  { name: "cluster", run: async () => countsOf(await runScript("test/cluster/run.ts")) },
  { name: "site", run: async () => countsOf(await runScript("scripts/build-site.ts")) },
];

/** Gates on what would be published. */
export const packageGates: readonly Gate[] = [
  { name: "publint", run: async () => outcome(await runTool("publint", ["--strict"])) },
  { name: "attw", run: async () => outcome(await runTool("attw", ["--pack", ".", "--profile", "esm-only"]), /🟢/) },
];

// --- internal ---

function outcome(ran: Ran, proof?: RegExp): Counts {
  if (ran.code !== 0) return oneFailed;
  if (proof?.test(ran.output) === false)
    throw new Error("the tool succeeded without saying that it looked at anything");
  return onePassed;
}

function countsOf(ran: Ran): Counts {
  const counts = readCountsLine(ran.output);
  if (counts === undefined) throw new Error(`the suite ended without its line of counts (exit code ${ran.code})`);
  return ran.code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function types(): Promise<Counts> {
  const listed = await runTool("tsc", ["--listFilesOnly"], { quiet: true });
  const own = listed.output.split("\n").filter((path) => path !== "" && !path.includes("node_modules"));
  if (own.length === 0) throw new Error("tsc sees no file of this repository");
  return outcome(await runTool("tsc", []));
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

async function vitest(): Promise<Counts> {
  const report = await withJsonFile<VitestReport>((file) =>
    runTool("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`]),
  );
  return {
    passed: report.json.numPassedTests,
    failed: report.ran.code !== 0 ? Math.max(1, report.json.numFailedTests) : report.json.numFailedTests,
    skipped: report.json.numPendingTests + report.json.numTodoTests,
  };
}

/** Those at which most of the pack changes, and some between: all of 1.22..1.37 take minutes. */
const releases = "1.22,1.25,1.30,1.34,1.36";

/** The pack of this repository, through the built command, as a user runs it. */
async function assayTest(...more: readonly string[]): Promise<Counts> {
  const { ran, json } = await withJsonFile<{ readonly counts: Counts }>((file) =>
    run(process.execPath, ["dist/cli/main.js", "test", ...more, "--format", "pretty,json", "--output", file]),
  );
  return ran.code !== 0 && json.counts.failed === 0 ? { ...json.counts, failed: 1 } : json.counts;
}

async function withJsonFile<T>(
  start: (file: string) => Promise<Ran>,
): Promise<{ readonly ran: Ran; readonly json: T }> {
  const folder = mkdtempSync(join(tmpdir(), "assay-check-"));
  const file = join(folder, "report.json");
  try {
    const ran = await start(file);
    if (!existsSync(file)) throw new Error(`no report was written (exit code ${ran.code})`);
    return { ran, json: JSON.parse(readFileSync(file, "utf8")) as T };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
