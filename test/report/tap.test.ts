import { test as property } from "@fast-check/vitest";
import { type FinalResults, Parser } from "tap-parser";
import { expect, test } from "vitest";
import { formats } from "../../harness/report/index.ts";
import { compared } from "./_compared.ts";
import { hostileReport } from "./_hostile.ts";
import { clean, empty, everything } from "./_report.ts";

test("the TAP report has a point for each check, and what failed in YAML below it", () => {
  const text = formats.tap(
    { ...everything, outcomes: everything.outcomes.slice(0, 3), findings: everything.findings.slice(0, 1) },
    {},
  );
  expect(text).toBe(`TAP version 14
1..5
ok 1 - ports: container-port [cel]
not ok 2 - ports: host-port [cel]
  ---
  at: cases/ports/deny/host-port.yaml:3
  findings:
    - kind: wrong-verdict
      message: expected a violation with \`hostPort\`, got \`host port (80)\`; expected code 403, got 422
      at: cases/ports/deny/host-port.yaml:3
      expected: 'deny; messages: \`hostPort\`; no warnings; audit: \`k: v\`; code 403'
      got: 'deny; messages: \`host port (80) (ports)\`; warnings: \`<deprecated> & gone\`; audit: \`ports/seen: 80\`; code 422'
  ...
ok 3 - ports: later [cel] # SKIP not decided
not ok 4 - run: bad-yaml
  ---
  message: broken; mend it
  at: a.yaml:1:2
  ...
not ok 5 - run: nothing-found
  ---
  message: no case
  ...
`);
});

test("a difference is a point that failed, with its smallest request", () => {
  expect(formats.tap(compared, {})).toContain("not ok 1 - ports: rego ~ cel\n");
  expect(formats.tap(compared, {})).toContain("      smallest request: |-\n        apiVersion: v1\n");
});

test("a run that checked nothing fails in TAP, and one that was cut short bails out", () => {
  expect(parsed(formats.tap(empty, {}))).toMatchObject({ ok: false, fail: 1 });
  expect(parsed(formats.tap({ ...clean, interrupted: true }, {}))).toMatchObject({
    ok: false,
    bailout: "the run was interrupted",
  });
  expect(parsed(formats.tap(clean, {}))).toMatchObject({ ok: true, count: 1, pass: 1 });
});

property.prop([hostileReport])("a consumer of TAP counts what is in the report, whatever the texts are", (report) => {
  const { count, pass, fail, skip, todo, plan, bailout } = parsed(formats.tap(report, {}));
  const expected = { count: 6, pass: 2, fail: 4, skip: 1, todo: 0, bailout: false };
  expect({ count, pass, fail, skip, todo, bailout }).toEqual(expected);
  expect(plan.end).toBe(6);
});

function parsed(text: string): FinalResults {
  let results: FinalResults | undefined;
  const parser = new Parser({ strict: true }, (given) => {
    results = given;
  });
  parser.end(text);
  if (results === undefined) throw new Error("the parser came to no end");
  return results;
}
