import { test as property } from "@fast-check/vitest";
import { validate } from "ctrf";
import { expect, test } from "vitest";
import { formats } from "../../harness/report/index.ts";
import { compared } from "./_compared.ts";
import { hostileReport } from "./_hostile.ts";
import { clean, empty, everything } from "./_report.ts";

test("the CTRF report has a test for each check, with its file, line and engine", () => {
  const { results } = JSON.parse(formats.ctrf(everything, { now: 1_700_000_000_000 }));
  expect(results.summary).toEqual({
    tests: 8,
    passed: 1,
    failed: 6,
    skipped: 1,
    pending: 0,
    other: 0,
    start: 1_699_999_998_765,
    stop: 1_700_000_000_000,
    duration: 1235,
  });
  expect(results.tool).toEqual({ name: "assay", extra: { command: "assay test", exitCode: 2 } });
  expect(results.tests.slice(0, 3)).toEqual([
    {
      name: "container-port [cel]",
      status: "passed",
      rawStatus: "passed",
      duration: 1,
      suite: ["ports"],
      filePath: "cases/ports/deny/host-port.yaml",
      line: 3,
      tags: ["cel"],
    },
    {
      name: "host-port [cel]",
      status: "failed",
      rawStatus: "failed",
      duration: 2,
      suite: ["ports"],
      message: "expected a violation with `hostPort`, got `host port (80)`; expected code 403, got 422",
      trace:
        "expected: deny; messages: `hostPort`; no warnings; audit: `k: v`; code 403\ngot: deny; messages: `host port (80) (ports)`; warnings: `<deprecated> & gone`; audit: `ports/seen: 80`; code 422",
      filePath: "cases/ports/deny/host-port.yaml",
      line: 3,
      tags: ["cel"],
    },
    {
      name: "later [cel]",
      status: "skipped",
      rawStatus: "skipped",
      duration: 0,
      suite: ["ports"],
      message: "not decided",
      filePath: "cases/ports/deny/host-port.yaml",
      line: 3,
      tags: ["cel"],
    },
  ]);
  expect(results.tests.at(-1)).toEqual({
    name: "nothing-found",
    status: "failed",
    rawStatus: "error",
    duration: 0,
    suite: ["run"],
    message: "no case",
  });
});

test("CTRF reports are of the schema, and one of nothing, or cut short, has a test that failed", () => {
  for (const report of [everything, compared, clean, empty]) expect(errorsOf(formats.ctrf(report, {}))).toEqual([]);
  for (const report of [empty, { ...clean, interrupted: true }])
    expect(JSON.parse(formats.ctrf(report, {})).results.summary.failed).toBe(1);
});

property.prop([hostileReport], { numRuns: 25 })(
  "CTRF reports are of the schema whatever the texts in them are",
  (report) => {
    expect(errorsOf(formats.ctrf(report, { now: 1_700_000_000_000.5 }))).toEqual([]);
  },
);

test("what is not of the schema of CTRF is found", () => {
  const text = formats.ctrf(everything, {});
  for (const wrong of [
    text.replace('"status": "passed"', '"status": "good"'),
    text.replace('"duration": 1,', '"duration": 1.5,'),
  ])
    expect(errorsOf(wrong)).not.toEqual([]);
});

function errorsOf(text: string): readonly unknown[] {
  const { valid, errors } = validate(JSON.parse(text));
  return valid ? [] : (errors ?? ["not valid"]);
}
