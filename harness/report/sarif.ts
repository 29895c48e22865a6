import { createHash } from "node:crypto";
import { exitCode, type Place, type Problem, type Report } from "../model/index.ts";
import { moved } from "./_moved.ts";
import { type Shown, shown } from "./_shown.ts";
import type { FormatOptions } from "./pretty.ts";

/** SARIF 2.1.0, for code scanning: a rule for each control, a result for each finding, and problems as notifications of the tool. */
export function sarif(report: Report, { folder }: FormatOptions): string {
  const findings = report.findings.map((finding) => moved(shown(finding), folder));
  const problems = report.problems.map((problem) => moved(problem, folder));
  const controls = [...new Set([...report.outcomes, ...findings].map(({ control }) => control))].sort();
  const codes = [...new Set(report.problems.map(({ code }) => code))].sort();
  const rules = controls.map((id) => ({
    id,
    shortDescription: { text: `The control ${id} decides as its cases, properties and comparisons say.` },
  }));
  const run = {
    tool: { driver: { name: "Assay", rules, notifications: codes.map((id) => ({ id })) } },
    columnKind: "utf16CodeUnits",
    invocations: [
      {
        executionSuccessful: exitCode(report) !== 2,
        exitCode: exitCode(report),
        toolExecutionNotifications: notifications({ ...report, problems }, codes),
      },
    ],
    results: findings.map((finding) => result(finding, controls.indexOf(finding.control))),
  };
  const document = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

// --- internal ---

function result(finding: Shown, ruleIndex: number): object {
  const { kind, level, control, name, engine, sentence, facts, blocks, place, identity } = finding;
  const about = engine === undefined || engine === name ? name : `${name} [${engine}]`;
  const text = [
    `${about}: ${sentence}`,
    ...facts.map(([label, words]) => `${label}: ${words}`),
    ...blocks.flatMap((block) => [
      `${block.label}:`,
      ...(block.before === undefined ? [] : [block.before, "---"]),
      block.text,
    ]),
  ].join("\n");
  return {
    ruleId: control,
    ruleIndex,
    level,
    message: { text },
    locations: [
      {
        ...(place === undefined ? {} : { physicalLocation: physical(place) }),
        logicalLocations: [{ fullyQualifiedName: `${control}/${name}`, kind: "member" }],
      },
    ],
    partialFingerprints: { "assayFinding/v1": createHash("sha256").update(identity).digest("hex") },
    properties: { kind },
  };
}

function notifications({ problems, interrupted }: Report, codes: readonly string[]): readonly object[] {
  const cut = { level: "error", message: { text: "the run was interrupted; what it had not reached is not here" } };
  return [...problems.map((problem) => notification(problem, codes)), ...(interrupted === true ? [cut] : [])];
}

function notification({ code, message, hint, place }: Problem, codes: readonly string[]): object {
  return {
    descriptor: { id: code, index: codes.indexOf(code) },
    level: "error",
    message: { text: hint === undefined ? message : `${message}\n${hint}` },
    ...(place === undefined ? {} : { locations: [{ physicalLocation: physical(place) }] }),
  };
}

function physical({ path, line, column }: Place): object {
  const region =
    line === undefined ? {} : { startLine: line, ...(column === undefined ? {} : { startColumn: column }) };
  return {
    artifactLocation: { uri: uriOf(path), ...(path.startsWith("/") ? {} : { uriBaseId: "%SRCROOT%" }) },
    ...(line === undefined ? {} : { region }),
  };
}

/** The path as a URI reference: whatever may not stand in one is percent-encoded. */
function uriOf(path: string): string {
  const encoded = path.toWellFormed().split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${encoded}` : encoded;
}
