import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { formats } from "../../harness/report/index.ts";
import { compared } from "./_compared.ts";
import { clean, empty, everything } from "./_report.ts";

const text = `ports
  ✗ host-port [cel]
    expected a violation with \`hostPort\`, got \`host port (80)\`
    expected code 403, got 422
    expected: deny; messages: \`hostPort\`; no warnings; audit: \`k: v\`; code 403
    got:      deny; messages: \`host port (80) (ports)\`; warnings: \`<deprecated> & gone\`; audit: \`ports/seen: 80\`; code 422
    at cases/ports/deny/host-port.yaml:3

volumes
  ✗ a "quoted" \\u001b[31m\\u0000name]]> [rego]
    expected: deny
    got:      error; errors: \`line one
      line two (evaluation in data.volumes.deny)\`
    at x.case.yaml:7:1
  ! not checked
    it has no case
    at rego/volumes/policy.rego
  ! one
    no engine gave a code

Problems
  ✗ a.yaml:1:2 [bad-yaml]
    broken
    mend it
  ✗ [nothing-found]
    no case

1 passed, 2 failed, 1 skipped, 2 not checked, 2 problems in 1.23 s
`;

test("the pretty report names control, case, engine, expectation, verdict and place of each finding", () => {
  expect(formats.pretty(everything, {})).toBe(text);
});

test("colours are added only when asked, and change no word", () => {
  const colored = formats.pretty(everything, { color: true });
  expect(colored).not.toBe(text);
  expect(stripVTControlCharacters(colored)).toBe(text);
});

test("a clean run is one line", () => {
  expect(formats.pretty(clean, {})).toBe("1 passed in 0.02 s\n");
});

test("a run that checked nothing, or was cut short, says so", () => {
  expect(formats.pretty(empty, {})).toBe("Nothing was checked.\n0 passed in 0.02 s\n");
  expect(formats.pretty({ ...clean, interrupted: true }, {})).toBe(
    "Interrupted: this is what was found so far.\n1 passed in 0.02 s\n",
  );
});

test("comparisons show each cause with its smallest request, what is known, and what several releases do", () => {
  expect(formats.pretty(compared, {})).toBe(`ports
  ✗ \`rego\` denies, \`cel\` allows
    rego: deny; messages: \`host port (80) (data.ports.deny)\`
    cel:  allow
      apiVersion: v1
      kind: Pod
      metadata:
        name: a
    found as request 17 of seed 1, and 1 more
    again: assay compare rego cel --control ports --seed 1 --path 17
  ! not checked
    \`cel\` does not compile under 1.28: no
  ✗ \`cel@1.30\` allows, \`cel@1.31\` denies
    cel@1.30: allow
    cel@1.31: deny; messages: \`host port (80) (data.ports.deny)\`
      request:
        operation: DELETE
        oldObject:
          apiVersion: v1
          kind: Pod
          metadata:
            name: a
    found as case \`host-port\`
    again: assay compare rego cel --control ports --seed 1 --path 17

gone
  ! a known difference is none
    at known-differences.yaml:2:3

✗ ports  rego ~ cel          1,000 agree, 2 differ, denied 2 ~ 0, 1 refused by the API server
✓ ports  rego ~ podsecurity  1,000 agree, 3 differ, denied 2 ~ 0, 1 refused by the API server, 3 known differences
  ~ known: warned of\\u001b[31m alone (case \`host-port\`, and 1 more)

✗ ports  cel          compiles 1.29..1.31; changes at 1.31
✓ ports  podsecurity  compiles 1.29..1.31; 1,003 requests judged alike

4 comparisons of 4,012 requests, 2 differences, 1 no longer there, 1 not checked in 1.50 s
`);
});
