import { join } from "node:path";
import { describe, test } from "vitest";
import {
  checkProperties,
  namedProperties,
  type PropertiesRun,
  type Run,
  runCases,
  runUnitTests,
} from "../compare/index.ts";
import {
  type BrokenProperty,
  type Case,
  type CaseFinding,
  type Control,
  judgesOf,
  type Place,
  type Problem,
  placeText,
  type StaleDifference,
  type Trial,
} from "../model/index.ts";
import { workerEngines } from "./_engines.ts";
import type { TestFile } from "./_test-file.ts";

/** Defines the tests of one file. Called from the module that the plugin makes of it, in a worker. */
export function defineTests(file: TestFile): void {
  for (const problem of file.problems) {
    test(`${problem.place === undefined ? file.path : placeText(problem.place)} is well-formed`, () => {
      throw failure(file, problemText(problem), problem.place);
    });
  }
  for (const control of file.controls) {
    describe(control.id, () => {
      if (control.unitTests !== undefined) test("unit tests in Rego", () => expectUnitTests(file, control));
      else if (control.cases.length === 0) test("has cases", () => expectClean(file, control));
      for (const one of control.cases) caseTests(file, control, one);
    });
  }
  for (const control of file.properties) describe(control.id, () => propertyTests(file, control));
}

// --- internal ---

const seed = 1;

/** A case runs once, on all its engines; its tests share the run. */
function caseTests(file: TestFile, control: Control, one: Case): void {
  let started: Promise<Run> | undefined;
  const run = (): Promise<Run> => (started ??= runAll(file, { ...control, cases: [one] }));
  const engines = judgesOf(one, file.engines).filter((id) => control.policies.some(({ engine }) => engine === id));
  if (engines.length === 0) test(one.name, () => expectClean(file, { ...control, cases: [one] }));
  engines.forEach((engine, index) => {
    test(`${one.name} [${engine}]`, async ({ skip }) => {
      const { findings, problems, outcomes } = await run();
      const outcome = outcomes.find((candidate) => candidate.engine === engine);
      if (outcome?.status === "skipped") skip(outcome.reason);
      const own = findings.filter((finding) => ("engine" in finding ? finding.engine === engine : index === 0));
      throwFirst(file, own, outcome === undefined ? problems : []);
      if (outcome === undefined) throw failure(file, `The engine \`${engine}\` did not judge this case.`, one.place);
    });
  });
}

/** The properties of a control are checked together, for they share what is generated; each has its test. */
function propertyTests(file: TestFile, control: Control): void {
  let started: Promise<PropertiesRun> | undefined;
  const kubernetes = file.kubernetes === undefined ? {} : { kubernetes: file.kubernetes };
  const options = { engines: file.engines, runs: file.runs, seed, known: file.known, ...kubernetes };
  const run = (): Promise<PropertiesRun> => (started ??= checkProperties(control, workerEngines(file), options));
  namedProperties(control, file.engines).forEach(({ name, engine, place }, index) => {
    test(`${name} [${engine}]`, async ({ skip }) => {
      const { checks, problems } = await run();
      const { outcome, finding } = checks[index] ?? {};
      if (outcome?.status === "skipped") skip(outcome.reason);
      throwFirst(file, finding === undefined ? [] : [finding], outcome === undefined ? problems : []);
      if (outcome === undefined) throw failure(file, `The engine \`${engine}\` did not check this.`, place);
    });
  });
}

async function expectClean(file: TestFile, control: Control): Promise<void> {
  const { findings, problems } = await runAll(file, control);
  throwFirst(file, findings, problems);
}

async function expectUnitTests(file: TestFile, control: Control): Promise<void> {
  const { findings, problems } = await runUnitTests([control], workerEngines(file), { engines: file.engines });
  throwFirst(file, findings, problems);
}

function runAll(file: TestFile, control: Control): Promise<Run> {
  const kubernetes = file.kubernetes === undefined ? {} : { kubernetes: file.kubernetes };
  return runCases([control], workerEngines(file), { engines: file.engines, ...kubernetes });
}

function throwFirst(
  file: TestFile,
  findings: readonly (CaseFinding | StaleDifference)[],
  problems: readonly Problem[],
): void {
  const texts = [...findings.map(findingText), ...problems.map(problemText)];
  const place = findings[0]?.place ?? problems[0]?.place;
  if (texts.length > 0) throw failure(file, texts.join("\n"), place);
}

function findingText(finding: CaseFinding | StaleDifference): string {
  switch (finding.kind) {
    case "wrong-verdict":
      return finding.differences.join("\n");
    case "unchecked":
    case "stale-difference":
      return finding.message;
    case "broken-property":
      return propertyText(finding);
    case "failed-test":
      return [`${finding.case}: ${finding.message}`, ...(finding.output === undefined ? [] : [finding.output])].join(
        "\n",
      );
  }
}

function propertyText({ differences, trial, changed, replay }: BrokenProperty): string {
  const shown = (one: Trial): string => JSON.stringify(one.request, undefined, 2);
  const again = replay === undefined ? [] : [`again: ${replay}`];
  return [...differences, "before:", shown(trial), "after:", shown(changed), ...again].join("\n");
}

function problemText({ message, hint, place }: Problem): string {
  return `${place === undefined ? "" : `${placeText(place)}: `}${message}${hint === undefined ? "" : ` (${hint})`}`;
}

/** An error whose place is in the user's file, so that vitest shows that file and not this one. */
function failure(file: TestFile, message: string, place: Place | undefined): Error {
  const { path, line = 1, column = 1 } = place ?? { path: file.path };
  const error = new Error(message);
  error.stack = `Error: ${message}\n    at ${join(file.root, path)}:${line}:${column}`;
  return error;
}
