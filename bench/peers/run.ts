/** `npm run bench:peers`: the suites of gator, kyverno, opa and kaptest by their own tools and by assay, in turns, as ratios of one run. */
import { cpSync, existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { tableText } from "../_table.ts";
import { buildPeer, gator, kyverno, moduleFolder, opa } from "./_build.ts";
import { judgedBy, ours } from "./_ours.ts";
import { type Race, type Runner, race } from "./_race.ts";

const help = `npm run bench:peers -- --library <folder> [--kaptest <program> --kaptest-suites <folder>] [--rounds <n>]

  --library          a checkout of the public gatekeeper-library: gator's suites, and opa's unit tests below src/
  --kaptest          the kaptest program, which no module proxy has
  --kaptest-suites   the folder of its examples
  --rounds           how often each is timed; the medians count (default: 5)

gator, kyverno and opa are built from their Go modules once, into .assay/peers; kyverno's suites are those in its module.
Times are of whole processes, in turns with assay's. A ratio above 1: assay is so many times faster.
`;

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      library: { type: "string" },
      kaptest: { type: "string" },
      "kaptest-suites": { type: "string" },
      rounds: { type: "string", default: "5" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help || values.library === undefined) {
    console.log(help);
    return;
  }
  const rounds = Number(values.rounds);
  const scratch = mkdtempSync(join(tmpdir(), "assay-peers-"));
  try {
    const heats = heatsOf(scratch, {
      library: resolve(values.library),
      kaptest: values.kaptest,
      suites: values["kaptest-suites"],
    });
    const rows = heats.map((heat) => ({
      judged: judgedBy(heat.ours),
      ...race(heat.what, heat.ours, heat.theirs, rounds),
    }));
    console.log(tableText(["suites", "cases", "peer", "its seconds", "assay's", "ratio"], rows.map(cellsOf)));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** One suite with who runs it. */
interface Heat {
  readonly what: string;
  readonly ours: Runner;
  readonly theirs: Runner;
}

function heatsOf(
  scratch: string,
  given: { readonly library: string; readonly kaptest?: string | undefined; readonly suites?: string | undefined },
): readonly Heat[] {
  const peers = join(import.meta.dirname, "..", "..", ".assay", "peers");
  const copy = (from: string, name: string): string => {
    const to = join(scratch, name);
    cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith(".git") });
    return to;
  };
  const library = copy(join(given.library, "library"), "library");
  const units = copy(join(given.library, "src"), "src");
  writeFileSync(join(units, "assay.yaml"), unitsConfig(units));
  const native = copy(join(moduleFolder(kyverno), "test", "cli", "test-validating-admission-policy"), "native");
  return [
    {
      what: "gatekeeper-library: library/",
      ours: ours(library),
      theirs: theirs("gator", [buildPeer(gator, peers), "verify", "./..."], library),
    },
    {
      what: "kyverno: ValidatingAdmissionPolicy",
      ours: ours(native),
      theirs: theirs("kyverno", [buildPeer(kyverno, peers), "test", "."], native),
    },
    {
      what: "gatekeeper-library: unit tests",
      ours: ours(units),
      theirs: theirs("opa", [buildPeer(opa, peers), "test", "--v0-compatible", "."], units),
    },
    ...kaptestHeat(given, copy),
  ];
}

/** Each folder of modules is a control: several have packages of one name, which `opa test` takes for one and fails on. */
function unitsConfig(folder: string): string {
  const tested = globSync("*/*/*_test.rego", { cwd: folder }).map((path) => dirname(path));
  const controls = [...new Set(tested)].sort().map((id) => ({ id, rego: [`${id}/*.rego`] }));
  return JSON.stringify({ rego: { version: "v0" }, engines: ["topdown"], controls });
}

function kaptestHeat(
  given: { readonly kaptest?: string | undefined; readonly suites?: string | undefined },
  copy: (from: string, name: string) => string,
): readonly Heat[] {
  if (given.kaptest === undefined || given.suites === undefined) return [];
  if (!existsSync(given.kaptest)) throw new Error(`there is no program at ${given.kaptest}`);
  const folder = copy(resolve(given.suites), "kaptest");
  const files = ["simple", "complicated"].map((name) => join(name, `${name}-policy.test`, "kaptest.yaml"));
  return [
    {
      what: "kaptest: its examples",
      ours: ours(folder),
      theirs: theirs("kaptest", [resolve(given.kaptest), "run", ...files], folder),
    },
  ];
}

function theirs(name: string, command: readonly string[], cwd: string): Runner {
  return { name, command, cwd, codes: [0, 1, 2] };
}

function cellsOf({
  what,
  judged,
  peer,
  theirs: other,
  ours: own,
  ratio,
}: Race & { readonly judged: { readonly passed: number; readonly failed: number } }): readonly string[] {
  const cases = judged.failed === 0 ? String(judged.passed) : `${judged.passed} of ${judged.passed + judged.failed}`;
  return [what, cases, peer, other.toFixed(2), own.toFixed(2), `${ratio.toFixed(1)}×`];
}
