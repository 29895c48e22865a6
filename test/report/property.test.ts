import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import type { BrokenProperty, Trial, Verdict } from "../../harness/model/index.ts";
import { formats, makeReport } from "../../harness/report/index.ts";
import schema from "../../harness/report/report.schema.json" with { type: "json" };

const trialOf = (spec: object): Trial => ({
  request: { operation: "CREATE", object: { json: { kind: "Pod", spec: { ...spec } } } },
  world: {},
});
const verdict = (given: Partial<Verdict>): Verdict => ({
  decision: "allow",
  violations: [],
  warnings: [],
  audit: {},
  ...given,
});
const place = { path: "assay.yaml", line: 4, column: 7 };
const broken: BrokenProperty = {
  kind: "broken-property",
  control: "ports",
  case: "property order-alike",
  property: "order-alike",
  engine: "rego",
  trial: trialOf({ ports: [1, 2] }),
  changed: trialOf({ ports: [2, 1] }),
  before: verdict({ decision: "deny", violations: [{ policy: "data.ports.deny", message: "port (1)" }] }),
  after: verdict({}),
  differences: ["the order of ports was turned round: denied before and allowed after"],
  origin: { case: "two", place: { path: "cases/ports/deny/two.yaml", line: 1 } },
  replay: "assay test --property order-alike",
  place,
};
const about = { control: "ports", engine: "rego", place, milliseconds: 5 } as const;
const report = makeReport({
  command: "assay test",
  outcomes: [
    { ...about, case: "property labels-alike", status: "passed" },
    { ...about, case: "property order-alike", status: "failed", finding: broken },
  ],
  findings: [broken],
  problems: [],
  milliseconds: 1000,
});

test("a broken property is shown with both requests, where it was found and how to find it again", () => {
  expect(formats.pretty(report, {})).toBe(`ports
  ✗ order-alike [rego]
    the order of ports was turned round: denied before and allowed after
    before: deny; messages: \`port (1) (data.ports.deny)\`
      kind: Pod
      spec:
        ports:
          - 1
          - 2
    after:  allow
      kind: Pod
      spec:
        ports:
          - 2
          - 1
    found as case \`two\`
    again: assay test --property order-alike

1 passed, 1 failed in 1.00 s
`);
});

test("a broken property is a failure in JUnit", () => {
  const failure = [
    "before: deny; messages: `port (1) (data.ports.deny)`",
    "kind: Pod\nspec:\n  ports:\n    - 1\n    - 2",
    "after: allow",
    "kind: Pod\nspec:\n  ports:\n    - 2\n    - 1",
    "again: assay test --property order-alike",
    "at assay.yaml:4:7",
  ];
  expect(formats.junit(report, {})).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="assay test" tests="2" failures="1" errors="0" time="1.000">
  <testsuite name="ports" tests="2" failures="1" errors="0" skipped="0" time="0.010">
    <testcase name="property labels-alike [rego]" classname="ports" time="0.005"/>
    <testcase name="property order-alike [rego]" classname="ports" time="0.005">
      <failure message="${broken.differences[0]}" type="broken-property">${failure.join("\n").replaceAll("\n", "&#10;")}</failure>
    </testcase>
  </testsuite>
</testsuites>
`);
});

test("a broken property is of the report's schema", () => {
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
  const value = JSON.parse(formats.json(report, {})) as object;
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  expect(value).toMatchObject({ exitCode: 1, findings: [JSON.parse(JSON.stringify(broken))] });
});
