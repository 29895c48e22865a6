import { expect, test } from "vitest";
import { formats } from "../../harness/report/index.ts";
import { covered } from "./_covered.ts";

test("people are shown the coverage of each engine, with what is left of controls and of shared files", () => {
  expect(formats.pretty(covered, {})).toBe(`all controls
  ✗ cases cover 3 of 4 outcomes of sub-expressions: 75.0 %, below 90 % [cel]

Coverage rego: 75.0 %: 3 of 4 lines
  rego/lib/pods.rego  50.0 %: 1 of 2
    rego/lib/pods.rego:4 never true: other if {
Coverage cel: 75.0 %: 3 of 4 outcomes of sub-expressions
  ports  75.0 %: 3 of 4
    cel/ports/policy.yaml:12:9 never false: object.metadata.name < "x" && true

1 passed in 0.02 s
`);
});

test("of a control of which much is left, the first places are shown", () => {
  const [file, ...others] = covered.coverage?.files ?? [];
  const [one] = file?.uncovered ?? [];
  if (file === undefined || one === undefined || covered.coverage === undefined) throw new Error("no file");
  const files = [{ ...file, uncovered: Array.from({ length: 7 }, () => one) }, ...others];
  const shown = formats.pretty({ ...covered, coverage: { ...covered.coverage, files } }, {});
  expect(shown.match(/pods\.rego:4 never true/g)).toHaveLength(5);
  expect(shown).toContain("    and 2 more: --format json has all\n");
});

test("a comment has a sentence for each engine, with what is covered least", () => {
  const text = formats.markdown(covered, {});
  expect(text).toContain(
    "\n\nCoverage of `rego`: 75.0 %: 3 of 4 lines; least of `rego/lib/pods.rego` (50.0 %: 1 of 2).\n\n" +
      "Coverage of `cel`: 75.0 %: 3 of 4 outcomes of sub-expressions; least of `ports` (75.0 %: 3 of 4).\n\n",
  );
});

test("the page has what no case reached, and each file", () => {
  const page = formats.html(covered, {});
  expect(page).toContain(">Coverage</h2>");
  expect(page).toContain(
    '<tr><th scope="row"><code>cel/ports/policy.yaml:12:9</code></th><td>cel</td><td>never false</td><td><code>object.metadata.name &#60; &#34;x&#34; &#38;&#38; true</code></td></tr>',
  );
  expect(page).toContain(
    '<tr><th scope="row">rego/ports/policy.rego</th><td>rego</td><td>ports</td><td>100.0 %: 2 of 2</td></tr>',
  );
});

test("lcov has a record for each file, with lines and the outcomes of conditions", () => {
  expect(formats.lcov(covered, { folder: "policies" })).toBe(`TN:
SF:policies/rego/lib/pods.rego
DA:3,1
DA:4,0
LF:2
LH:1
end_of_record
TN:
SF:policies/rego/ports/policy.rego
DA:3,1
DA:4,1
LF:2
LH:2
end_of_record
TN:
SF:policies/cel/ports/policy.yaml
BRDA:12,0,0,2
BRDA:12,0,1,0
BRF:2
BRH:1
DA:12,2
LF:1
LH:1
end_of_record
`);
  const { coverage: _, ...without } = covered;
  expect(formats.lcov(without, {})).toBe("");
});

test("too little coverage is a finding in every format", () => {
  for (const format of ["pretty", "json", "junit", "sarif", "github", "tap", "markdown", "ctrf", "html"] as const)
    expect(formats[format](covered, {}), format).toContain("cases cover 3 of 4 outcomes of sub-expressions");
});
