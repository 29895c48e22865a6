import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { formats } from "../../harness/report/index.ts";
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
