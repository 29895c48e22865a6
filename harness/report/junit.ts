import {
  type BrokenProperty,
  type CaseFinding,
  type Finding,
  type Outcome,
  type Problem,
  placeText,
  type Report,
  type Unchecked,
  type WrongVerdict,
} from "../model/index.ts";
import { comparisonCases } from "./_junit-comparisons.ts";
import { mutantCases } from "./_junit-mutants.ts";
import { shown } from "./_shown.ts";
import { trialText } from "./_trial-text.ts";
import { expectationText, verdictText } from "./_words.ts";
import { type Element, xmlText } from "./_xml.ts";

/** The report for CI servers: a suite per control, a test case per case and engine, per comparison, and per policy with mutants; problems are errors of a suite of their own. */
export function junit(report: Report): string {
  const { outcomes, findings, comparisons = [], releases = [], mutants = [] } = report;
  const controls = new Set(
    [...outcomes, ...findings, ...comparisons, ...releases, ...mutants].map(({ control }) => control),
  );
  const suites = [...controls].sort().map((control) => controlSuite(control, report));
  if (report.problems.length > 0) suites.push(suite("problems", report.problems.map(problemCase)));
  if (report.interrupted === true) suites.push(suite("interrupted", [interruptedCase()]));
  const attributes = {
    name: report.command,
    tests: sum(suites, "tests"),
    failures: sum(suites, "failures"),
    errors: sum(suites, "errors"),
    time: seconds(report.milliseconds),
  };
  return xmlText({ name: "testsuites", attributes, children: suites });
}

function controlSuite(control: string, report: Report): Element {
  const outcomes = report.outcomes.filter((outcome) => outcome.control === control);
  const said = new Set(outcomes.flatMap(({ finding }) => (finding === undefined ? [] : [shown(finding).identity])));
  const unchecked = report.findings
    .filter((finding): finding is Unchecked => finding.kind === "unchecked" && finding.control === control)
    .filter((finding) => !said.has(shown(finding).identity))
    .map(uncheckedCase);
  const judged = outcomes.map(outcomeCase);
  return suite(control, [
    ...judged,
    ...comparisonCases(control, report),
    ...mutantCases(control, report),
    ...report.findings.flatMap((finding) => (finding.control === control ? coverageCase(finding) : [])),
    ...unchecked,
  ]);
}

function suite(name: string, children: readonly Element[]): Element {
  const having = (kind: string): number => children.filter((child) => child.children?.[0]?.name === kind).length;
  const time = children.reduce((total, child) => total + Number(child.attributes["time"] ?? 0), 0).toFixed(3);
  return {
    name: "testsuite",
    attributes: {
      name,
      tests: children.length,
      failures: having("failure"),
      errors: having("error"),
      skipped: having("skipped"),
      time,
    },
    children,
  };
}

function outcomeCase(outcome: Outcome): Element {
  const attributes = {
    name: `${outcome.case} [${outcome.engine}]`,
    classname: outcome.control,
    time: seconds(outcome.milliseconds),
  };
  switch (outcome.status) {
    case "passed":
      return {
        name: "testcase",
        attributes,
        ...(outcome.note === undefined ? {} : { children: [noted(outcome.note)] }),
      };
    case "skipped":
      return { name: "testcase", attributes, children: [skipped(outcome.reason)] };
    case "failed":
      return {
        name: "testcase",
        attributes,
        children: outcome.finding === undefined ? [] : [failure(outcome.finding)],
      };
  }
}

function noted(note: string): Element {
  return { name: "system-out", attributes: {}, text: note };
}

/** The reason is text: the schema that CI servers hold reports to gives `skipped` no attributes. */
function skipped(reason: string | undefined): Element {
  return { name: "skipped", attributes: {}, ...(reason === undefined ? {} : { text: reason }) };
}

function failure(finding: CaseFinding): Element {
  switch (finding.kind) {
    case "wrong-verdict":
      return {
        name: "failure",
        attributes: { message: finding.differences.join("; "), type: finding.kind },
        text: verdictLines(finding),
      };
    case "unchecked":
      return {
        name: "failure",
        attributes: { message: finding.message, type: finding.kind },
        ...(finding.place === undefined ? {} : { text: `at ${placeText(finding.place)}` }),
      };
    case "failed-test":
      return {
        name: "failure",
        attributes: { message: finding.message, type: finding.kind },
        text: [...(finding.output === undefined ? [] : [finding.output]), `at ${placeText(finding.place)}`].join("\n"),
      };
    case "broken-property":
      return {
        name: "failure",
        attributes: { message: finding.differences.join("; "), type: finding.kind },
        text: propertyText(finding),
      };
  }
}

function verdictLines({ expected, got, place }: WrongVerdict): string {
  return `expected: ${expectationText(expected)}\ngot: ${verdictText(got)}\nat ${placeText(place)}`;
}

function propertyText({ before, after, trial, changed, replay, place }: BrokenProperty): string {
  return [
    `before: ${verdictText(before)}`,
    trialText(trial),
    `after: ${verdictText(after)}`,
    trialText(changed),
    ...(replay === undefined ? [] : [`again: ${replay}`]),
    ...(place === undefined ? [] : [`at ${placeText(place)}`]),
  ].join("\n");
}

/** A test case for an engine of whose policies cases reach too little. */
function coverageCase(finding: Finding): readonly Element[] {
  if (finding.kind !== "low-coverage") return [];
  const { kind, control, engine, message } = finding;
  const attributes = { name: `coverage [${engine}]`, classname: control, time: "0.000" };
  return [{ name: "testcase", attributes, children: [{ name: "failure", attributes: { message, type: kind } }] }];
}

function uncheckedCase(finding: Unchecked): Element {
  const attributes = {
    name: `${finding.case ?? finding.control} (not checked)`,
    classname: finding.control,
    time: seconds(0),
  };
  return { name: "testcase", attributes, children: [failure(finding)] };
}

function problemCase(problem: Problem): Element {
  const where = problem.place === undefined ? problem.code : placeText(problem.place);
  const attributes = { name: `${where}: ${problem.message}`, classname: "problems", time: seconds(0) };
  const error: Element = {
    name: "error",
    attributes: { message: problem.message, type: problem.code },
    ...(problem.hint === undefined ? {} : { text: problem.hint }),
  };
  return { name: "testcase", attributes, children: [error] };
}

function interruptedCase(): Element {
  const error: Element = {
    name: "error",
    attributes: {
      message: "the run was interrupted; what it had not reached is not in this report",
      type: "interrupted",
    },
  };
  return {
    name: "testcase",
    attributes: { name: "the run was interrupted", classname: "interrupted", time: seconds(0) },
    children: [error],
  };
}

function sum(suites: readonly Element[], attribute: string): number {
  return suites.reduce((total, { attributes }) => total + Number(attributes[attribute]), 0);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
