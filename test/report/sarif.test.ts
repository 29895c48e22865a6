import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test as property } from "@fast-check/vitest";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import type { Report } from "../../harness/model/index.ts";
import { formats } from "../../harness/report/index.ts";
import { compared, difference } from "./_compared.ts";
import { hostileReport } from "./_hostile.ts";
import { clean, empty, everything } from "./_report.ts";

const require = createRequire(import.meta.url);
const resolved = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(resolved, "utf8")) as Record<string, unknown>;
const uri = { type: "string", validate: (text: string) => /^[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/.test(text) } as const;
const ajv = new Ajv({
  strict: false,
  allErrors: true,
  unicodeRegExp: false,
  formats: { uri, "uri-reference": uri, "date-time": true },
});
const valid = ajv.compile(schema);

test("the SARIF report has a rule per control, a result per finding at its line, and problems as notifications", () => {
  const [run] = logOf(everything).runs;
  expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(["ports", "volumes"]);
  expect(run.invocations).toMatchObject([
    {
      executionSuccessful: false,
      exitCode: 2,
      toolExecutionNotifications: [
        {
          descriptor: { id: "bad-yaml", index: 0 },
          message: { text: "broken\nmend it" },
          locations: [at("a.yaml", { startLine: 1, startColumn: 2 })],
        },
        { descriptor: { id: "nothing-found", index: 1 }, message: { text: "no case" } },
      ],
    },
  ]);
  expect(run.results).toMatchObject([
    {
      ruleId: "ports",
      ruleIndex: 0,
      level: "error",
      locations: [at("cases/ports/deny/host-port.yaml", { startLine: 3 })],
    },
    {
      ruleId: "volumes",
      ruleIndex: 1,
      level: "error",
      locations: [at("x.case.yaml", { startLine: 7, startColumn: 1 })],
    },
    { ruleId: "volumes", level: "warning", locations: [at("rego/volumes/policy.rego")] },
    { ruleId: "volumes", level: "warning", message: { text: "one: no engine gave a code" } },
  ]);
});

test("a difference is a result with both verdicts and the smallest request, at the case that shows it", () => {
  const [, , released] = logOf(compared).runs[0].results;
  expect(released).toMatchObject({
    message: { text: expect.stringContaining("cel@1.30: allow\ncel@1.31: deny") },
    locations: [at("cases/ports/deny/host-port.yaml", { startLine: 1, startColumn: 1 })],
    properties: { kind: "difference" },
  });
  expect(released?.message.text).toContain("smallest request:\nrequest:\n  operation: DELETE");
});

test("a difference that generated requests alone show is a result at the policy", () => {
  const policyAt = { path: "rego/ports/policy.rego", line: 4 };
  const [first] = logOf({ ...compared, findings: [{ ...difference, policyAt }] }).runs[0].results;
  expect(first).toMatchObject({ locations: [at("rego/ports/policy.rego", { startLine: 4 })] });
  expect(errorsOf(formats.sarif({ ...compared, findings: [{ ...difference, policyAt }] }, {}))).toEqual([]);
  const origins = [...difference.origins, { case: "one", place: { path: "one.yaml" } }];
  const [shown] = logOf({ ...compared, findings: [{ ...difference, policyAt, origins }] }).runs[0].results;
  expect(shown).toMatchObject({ locations: [at("one.yaml")] });
});

test("the fingerprint of a finding hangs on what it is, not on what is said of it or found beside it", () => {
  const prints = (report: Report): readonly string[] =>
    logOf(report).runs[0].results.map(({ partialFingerprints }) => partialFingerprints["assayFinding/v1"]);
  const [, second] = everything.findings;
  if (second?.kind !== "wrong-verdict") throw new Error("the fixture has a wrong verdict there");
  const alone = { ...everything, findings: [{ ...second, differences: ["other words"], place: { path: "moved" } }] };
  expect(prints(alone)).toEqual([prints(everything)[1]]);
  expect(new Set(prints(everything)).size).toBe(4);
});

test("SARIF reports are of the schema, those of nothing and of a run cut short too", () => {
  for (const report of [everything, compared, clean, empty, { ...clean, interrupted: true }])
    expect(errorsOf(formats.sarif(report, {}))).toEqual([]);
  expect(logOf(empty).runs[0].invocations[0]).toMatchObject({ executionSuccessful: false, exitCode: 2 });
  expect(logOf(clean).runs[0].invocations[0]).toMatchObject({ executionSuccessful: true, exitCode: 0 });
});

property.prop([hostileReport], { numRuns: 50 })(
  "SARIF reports are of the schema whatever the texts in them are",
  (report) => {
    expect(errorsOf(formats.sarif(report, {}))).toEqual([]);
  },
);

test("what is not of the schema of SARIF is found", () => {
  const text = formats.sarif(everything, {});
  const wrongs = [
    text.replace('"level": "error"', '"level": "bad"'),
    text.replace('"startLine": 3', '"startLine": 0'),
    text.replace('"a.yaml"', '"a b.yaml"'),
  ];
  for (const wrong of wrongs) expect(errorsOf(wrong)).not.toEqual([]);
});

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly invocations: readonly object[];
      readonly results: readonly {
        readonly message: { readonly text: string };
        readonly partialFingerprints: { readonly "assayFinding/v1": string };
      }[];
    },
  ];
}

function logOf(report: Report): Log {
  return JSON.parse(formats.sarif(report, {})) as Log;
}

function at(path: string, region?: object): object {
  return { physicalLocation: { artifactLocation: { uri: path }, ...(region === undefined ? {} : { region }) } };
}

function errorsOf(text: string): readonly unknown[] {
  return valid(JSON.parse(text)) ? [] : (valid.errors ?? []);
}
