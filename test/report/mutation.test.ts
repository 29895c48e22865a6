import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { mutationElements } from "../../harness/load/index.ts";
import type { Difference, MutantOutcome, Report } from "../../harness/model/index.ts";
import { formats, makeReport } from "../../harness/report/index.ts";
import { denied, verdict } from "../compare/_controls.ts";

const text = 'package host\n\ndeny contains "a</script>b" if\n  input.x == 1\n';
const place = { path: "rego/host/policy.rego", line: 4, column: 3 };
const slip = {
  control: "host",
  engine: "rego",
  operator: "negate",
  place,
  original: "input.x == 1",
  replacement: "not input.x == 1",
} as const;

const difference: Difference = {
  kind: "difference",
  control: "host",
  left: { side: "rego", verdict: denied("host") },
  right: { side: "mutant", verdict: verdict({}) },
  differences: ["`rego` denies, `mutant` allows"],
  trial: { request: { operation: "CREATE", object: { json: { x: 1 } } }, world: {} },
  size: 1,
  origins: [{ seed: 1, index: 3 }],
  cause: "x",
  look: "x",
};

const mutants: readonly MutantOutcome[] = [
  { ...slip, status: "killed", case: "one", why: "expected deny, got allow" },
  {
    ...slip,
    operator: "drop-line",
    original: '"a"\n  b',
    replacement: "",
    status: "survived",
    requests: 1000,
    difference,
  },
  { ...slip, operator: "literal", status: "equivalent", requests: 998 },
  { ...slip, engine: "cel", operator: "swap", status: "survived" },
];

const report: Report = makeReport({
  command: "assay mutate",
  outcomes: [],
  mutants,
  mutated: [{ path: place.path, text }],
  findings: [{ kind: "survived-mutants", control: "host", engine: "rego", place, message: "1 of 2 mutants survived" }],
  problems: [],
  milliseconds: 0,
});

const schemaFile = import.meta.resolve("mutation-testing-report-schema/mutation-testing-report-schema.json");
const readJson = (file: string | URL): object => JSON.parse(readFileSync(fileURLToPath(file), "utf8")) as object;

describe("mutants in reports", () => {
  test("are shown with the case that was missing, and with the scores", () => {
    expect(formats.pretty(report, {})).toBe(`host
  ✗ 1 of 2 mutants survived [rego]
    at rego/host/policy.rego:4:3

  ✗ rego/host/policy.rego:4:3 [rego] drop-line in host
    - "a"
    -   b
    a case that notices it:
      # Found by \`assay mutate\`: \`rego\` denies, \`mutant\` allows. This expects what \`rego\` says, until somebody decides.
      # rego: deny; messages: \`host (p)\`
      # mutant: allow
      case: mutant-allows-what-rego-denies-2d711642
      request:
        operation: CREATE
        object:
          x: 1
      expect:
        decision: deny
        messages:
          - host
  ✗ rego/host/policy.rego:4:3 [cel] swap in host
    - input.x == 1
    + not input.x == 1
    no request was generated

rego  50.0 %: 1 of 2 mutants killed, 1 not told apart by 998 requests or more
  host  50.0 %: 1 of 2 mutants killed, 1 not told apart by 998 requests or more
cel  0.0 %: 0 of 1 mutants killed
  host  0.0 %: 0 of 1 mutants killed

4 mutants, 2 survived in 0.00 s
`);
  });

  test("fit the schema of mutation-testing-elements", () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(readJson(schemaFile));
    const told = JSON.parse(formats["mutation-json"](report, {})) as object;
    expect([validate(told), validate.errors]).toEqual([true, null]);
    expect(told).toMatchObject({
      files: {
        [place.path]: {
          language: "rego",
          source: text,
          mutants: [
            { status: "Killed", location: { start: { line: 4, column: 3 }, end: { line: 4, column: 15 } } },
            {
              status: "Survived",
              location: { end: { line: 5, column: 4 } },
              statusReason: "`rego` denies, `mutant` allows",
            },
            { status: "Ignored", statusReason: "not told apart by 998 requests" },
            { status: "Survived" },
          ],
        },
      },
    });
  });

  test("make a page that holds all it needs and that no text of a policy can break out of", () => {
    const page = formats["mutation-html"](report, { elements: mutationElements() });
    expect(page).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)=/);
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    const [, data = ""] = /\.report = (.*);<\/script>/.exec(page) ?? [];
    expect(JSON.parse(data)).toEqual(JSON.parse(formats["mutation-json"](report, {})));
  });
});
