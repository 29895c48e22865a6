/**
 * `npm run check:rego`: OPA's formatter, strict compiler, unit tests and coverage over rego/. Counts each file that is formatted, each that compiles,
 * each control that has unit tests, each unit test, and each policy file that they cover whole.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Engines, openEngines } from "../harness/engine/index.ts";
import { type Problem, placeText, type SourceFile } from "../harness/model/index.ts";
import { type Counts, countsLine, sum } from "./check/index.ts";
import { root } from "./engines/index.ts";

const modules = regoFiles();
const engines = openEngines();
const counts = sum([await formatted(engines), await compiled(engines), tested(), await unitTests(engines)]);
engines.close();
if (modules.length === 0) console.log("rego/ holds no .rego file: nothing was checked.");
console.log(countsLine(counts));
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;

function regoFiles(): readonly SourceFile[] {
  const paths = readdirSync(join(root, "rego"), { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".rego"),
  );
  return paths.sort().map((path) => {
    const shown = `rego/${path.replaceAll("\\", "/")}`;
    return { path: shown, text: readFileSync(join(root, shown), "utf8") };
  });
}

async function formatted({ format }: Engines): Promise<Counts> {
  const { value, problems } = await format(modules);
  if (problems !== undefined) return broken(problems);
  const changed = value.modules.filter((module) => module.changed);
  for (const { path } of changed) console.log(`${path}: not as OPA formats it`);
  return { passed: value.modules.length - changed.length, failed: changed.length, skipped: 0 };
}

async function compiled({ check }: Engines): Promise<Counts> {
  const { value, problems } = await check(modules, { strict: true });
  if (problems !== undefined) return broken(problems);
  const files = new Set(value.map(({ place }) => place?.path));
  if (value.length > 0) broken(value);
  return { passed: modules.length - files.size, failed: files.size, skipped: 0 };
}

/** Every control, and rego/lib, must have a file of unit tests. */
function tested(): Counts {
  const folders = [...new Set(modules.map(({ path }) => path.split("/").slice(0, 2).join("/")))];
  const bare = folders.filter((folder) => !modules.some(({ path }) => path.startsWith(`${folder}/`) && isTest(path)));
  for (const folder of bare) console.log(`${folder}: there is no *_test.rego`);
  return { passed: folders.length - bare.length, failed: bare.length, skipped: 0 };
}

async function unitTests({ testRego }: Engines): Promise<Counts> {
  const { value, problems } = await testRego({ modules, coverage: true, strict: true });
  if (problems !== undefined) return broken(problems);
  const failed = value.results.filter(({ status }) => status === "fail" || status === "error");
  for (const { path, row, name, message, output } of failed) {
    console.log(
      `${path}:${row}: ${name} failed${message === undefined ? "" : `: ${message}`}${output === undefined ? "" : `\n${output}`}`,
    );
  }
  const skipped = value.results.filter(({ status }) => status === "skip").length;
  const passed = value.results.length - failed.length - skipped;
  return sum([{ passed, failed: failed.length, skipped }, covered(value.coverage ?? [])]);
}

/** A policy file must be covered whole; one that the report does not name is not covered at all. */
function covered(
  coverage: readonly {
    readonly path: string;
    readonly percent: number;
    readonly missed: readonly (readonly [number, number])[];
  }[],
): Counts {
  const policies = modules.filter(({ path }) => !isTest(path));
  const bare = policies.filter(({ path }) => {
    const found = coverage.find((file) => file.path === path);
    if (found !== undefined && found.missed.length === 0) return false;
    const missed = found?.missed.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
    console.log(
      `${path}: ${found === undefined ? "no unit test reaches it" : `unit tests do not reach line ${missed} (${found.percent} % covered)`}`,
    );
    return true;
  });
  return { passed: policies.length - bare.length, failed: bare.length, skipped: 0 };
}

function broken(problems: readonly Problem[]): Counts {
  for (const { place, message } of problems)
    console.log(`${place === undefined ? "rego" : placeText(place)}: ${message}`);
  return { passed: 0, failed: Math.max(1, problems.length), skipped: 0 };
}

function isTest(path: string): boolean {
  return path.endsWith("_test.rego");
}
