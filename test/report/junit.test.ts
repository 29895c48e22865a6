import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { formats } from "../../harness/report/index.ts";
import { compared } from "./_compared.ts";
import { schemaErrors } from "./_junit-schema.ts";
import { clean, empty, everything, wrong } from "./_report.ts";

test("the JUnit report has a suite per control, a test case per case and engine, and escapes everything", () => {
  expect(formats.junit(everything, {})).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="assay test" tests="8" failures="4" errors="2" time="1.234">
  <testsuite name="ports" tests="3" failures="1" errors="0" skipped="1" time="0.003">
    <testcase name="container-port [cel]" classname="ports" time="0.001"/>
    <testcase name="host-port [cel]" classname="ports" time="0.002">
      <failure message="expected a violation with \`hostPort\`, got \`host port (80)\`; expected code 403, got 422" type="wrong-verdict">expected: deny; messages: \`hostPort\`; no warnings; audit: \`k: v\`; code 403&#10;got: deny; messages: \`host port (80) (ports)\`; warnings: \`&lt;deprecated&gt; &amp; gone\`; audit: \`ports/seen: 80\`; code 422&#10;at cases/ports/deny/host-port.yaml:3</failure>
    </testcase>
    <testcase name="later [cel]" classname="ports" time="0.000">
      <skipped>not decided</skipped>
    </testcase>
  </testsuite>
  <testsuite name="volumes" tests="3" failures="3" errors="0" skipped="0" time="0.003">
    <testcase name="a &quot;quoted&quot; \uFFFD[31m\uFFFDname]]&gt; [rego]" classname="volumes" time="0.003">
      <failure message="expected deny, got error: \`line one&#10;line two\`" type="wrong-verdict">expected: deny&#10;got: error; errors: \`line one&#10;line two (evaluation in data.volumes.deny)\`&#10;at x.case.yaml:7:1</failure>
    </testcase>
    <testcase name="volumes (not checked)" classname="volumes" time="0.000">
      <failure message="it has no case" type="unchecked">at rego/volumes/policy.rego</failure>
    </testcase>
    <testcase name="one (not checked)" classname="volumes" time="0.000">
      <failure message="no engine gave a code" type="unchecked"/>
    </testcase>
  </testsuite>
  <testsuite name="problems" tests="2" failures="0" errors="2" skipped="0" time="0.000">
    <testcase name="a.yaml:1:2: broken" classname="problems" time="0.000">
      <error message="broken" type="bad-yaml">mend it</error>
    </testcase>
    <testcase name="nothing-found: no case" classname="problems" time="0.000">
      <error message="no case" type="nothing-found"/>
    </testcase>
  </testsuite>
</testsuites>
`);
});

test("a run that was cut short is an error for a CI server", () => {
  expect(formats.junit({ ...clean, interrupted: true }, {})).toContain(
    '<testsuites name="assay test" tests="2" failures="0" errors="1" time="0.020">',
  );
});

test("lone surrogates and other characters that XML cannot hold are replaced", () => {
  const [outcome] = clean.outcomes;
  if (outcome === undefined) throw new Error("the fixture has an outcome");
  const text = formats.junit({ ...clean, outcomes: [{ ...outcome, case: "a\ud800b\ufffec\u{1F600}d\te" }] }, {});
  expect(text).toContain('name="a\uFFFDb\uFFFDc\u{1F600}d&#9;e [cel]"');
});

test("the report of a real run with findings, a skipped case, problems and control characters is valid", async () => {
  const xml = runReport(
    'case: "bell \\a escape \\e[31m ]]> \\uFFFE"\nrequest: {object: {kind: Pod, apiVersion: v1}}\nexpect: {decision: deny, messages: ["\\0 <&>"]}\n' +
      "---\ncase: later\nskip: not yet\nrequest: {object: {kind: Pod, apiVersion: v1}}\nexpect: {decision: deny}\n" +
      "---\ncase: 1\n",
  );
  for (const element of ["<failure ", "<skipped>not yet</skipped>", "<error ", 'name="bell \uFFFD escape'])
    expect(xml).toContain(element);
  expect(await schemaErrors([xml])).toEqual([]);
});

test("reports of every kind of outcome, finding and problem are valid, and so are those of nothing and of a run cut short", async () => {
  const reports = [everything, clean, empty, { ...everything, interrupted: true }];
  expect(await schemaErrors(reports.map((report) => formats.junit(report, {})))).toEqual([]);
});

test("reports are valid whatever the texts in them are", async () => {
  const text = fc.string({ unit: "binary", minLength: 1 });
  const texts = fc.sample(fc.tuple(text, text, text, text), 100);
  const reports = texts.map(([control, name, message, path]) => {
    const finding = { ...wrong, control, case: name, place: { path }, differences: [message] };
    const base = { control, case: name, engine: "cel", place: { path }, milliseconds: 1 } as const;
    return {
      ...everything,
      outcomes: [
        { ...base, status: "failed", finding } as const,
        { ...base, status: "skipped", reason: message } as const,
      ],
      findings: [finding, { kind: "unchecked", control, case: name, message, place: { path } } as const],
      problems: [{ code: "bad-yaml", message, place: { path }, hint: message } as const],
    };
  });
  expect(await schemaErrors(reports.map((report) => formats.junit(report, {})))).toEqual([]);
});

test("what is not of the schema is found", async () => {
  const xml = formats.junit(everything, {});
  const wrongs = [
    xml.replace("<skipped>", '<skipped message="later">'),
    xml.replace('<testsuite name="ports" ', "<testsuite "),
    xml.replace("not decided", "\u0007"),
  ];
  for (const wrong of wrongs) expect(await schemaErrors([wrong])).not.toEqual([]);
});

/** What `assay test --format junit` prints for a small project with one more file of cases. */
function runReport(cases: string): string {
  const root = mkdtempSync(join(tmpdir(), "assay-junit-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(join(import.meta.dirname, "../fixtures/project-ports"), root, { recursive: true });
  writeFileSync(join(root, "cases/ports/more.case.yaml"), cases);
  const main = join(import.meta.dirname, "../../harness/cli/main.ts");
  return spawnSync(process.execPath, [main, "test", "--format", "junit"], { cwd: root, encoding: "utf8" }).stdout;
}

test("the JUnit report has a test case for each comparison, and its smallest requests where it failed", async () => {
  expect(formats.junit(compared, {})).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="assay compare" tests="6" failures="4" errors="0" time="1.500">
  <testsuite name="gone" tests="1" failures="1" errors="0" skipped="0" time="0.000">
    <testcase name="known difference (known-differences.yaml:2:3)" classname="gone" time="0.000">
      <failure message="a known difference is none" type="stale-difference"/>
    </testcase>
  </testsuite>
  <testsuite name="ports" tests="5" failures="3" errors="0" skipped="0" time="0.600">
    <testcase name="rego ~ cel" classname="ports" time="0.100">
      <failure message="\`rego\` denies, \`cel\` allows" type="difference">rego: deny; messages: \`host port (80) (data.ports.deny)\`&#10;cel: allow&#10;apiVersion: v1&#10;kind: Pod&#10;metadata:&#10;  name: a&#10;again: assay compare rego cel --control ports --seed 1 --path 17</failure>
    </testcase>
    <testcase name="rego ~ podsecurity" classname="ports" time="0.100"/>
    <testcase name="cel: compiles 1.29..1.31; changes at 1.31" classname="ports" time="0.200">
      <failure message="\`cel@1.30\` allows, \`cel@1.31\` denies" type="difference">cel@1.30: allow&#10;cel@1.31: deny; messages: \`host port (80) (data.ports.deny)\`&#10;request:&#10;  operation: DELETE&#10;  oldObject:&#10;    apiVersion: v1&#10;    kind: Pod&#10;    metadata:&#10;      name: a&#10;again: assay compare rego cel --control ports --seed 1 --path 17&#10;at cases/ports/deny/host-port.yaml:1:1</failure>
    </testcase>
    <testcase name="podsecurity: compiles 1.29..1.31; 1,003 requests judged alike" classname="ports" time="0.200"/>
    <testcase name="ports (not checked)" classname="ports" time="0.000">
      <failure message="\`cel\` does not compile under 1.28: no" type="unchecked"/>
    </testcase>
  </testsuite>
</testsuites>
`);
  expect(await schemaErrors([formats.junit(compared, {})])).toEqual([]);
});

test("a finding that is an outcome's too is a failure once", async () => {
  const [outcome] = clean.outcomes;
  if (outcome === undefined) throw new Error("the fixture has an outcome");
  const finding = { kind: "unchecked", control: "ports", case: outcome.case, message: "nothing judged it" } as const;
  const other = { ...finding, message: "no engine gave a code" };
  const outcomes = [{ ...outcome, status: "failed", finding }] as const;
  const xml = formats.junit({ ...clean, outcomes, findings: [finding, other] }, {});
  expect(xml.match(/<failure message="[^"]*"/g)).toEqual([
    '<failure message="nothing judged it"',
    '<failure message="no engine gave a code"',
  ]);
  expect(await schemaErrors([xml])).toEqual([]);
});

test("mutants of a policy are one test case, which fails where the run does", async () => {
  const place = { path: "rego/ports/policy.rego", line: 4 };
  const mutant = { control: "ports", operator: "negate", place, original: "a", replacement: "not a" } as const;
  const survived = { kind: "survived-mutants", engine: "rego" } as const;
  const xml = formats.junit(
    {
      ...empty,
      mutants: [
        { ...mutant, engine: "rego", status: "survived" },
        { ...mutant, engine: "cel", status: "killed" },
      ],
      findings: [
        { ...survived, control: "ports", message: "1 of 1 mutants survived" },
        { ...survived, control: "all controls", message: "0 %, and 95 % are asked for" },
      ],
    },
    {},
  );
  expect(xml.split("\n").filter((line) => /<testcase|<failure|<system-out/.test(line))).toEqual([
    '    <testcase name="mutants [rego]" classname="all controls" time="0.000">',
    '      <failure message="0 %, and 95 % are asked for" type="survived-mutants"/>',
    '    <testcase name="mutants [rego]" classname="ports" time="0.000">',
    '      <failure message="1 of 1 mutants survived" type="survived-mutants"/>',
    '    <testcase name="mutants [cel]" classname="ports" time="0.000">',
    "      <system-out>1 of 1 mutants killed</system-out>",
  ]);
  expect(await schemaErrors([xml])).toEqual([]);
});
