import { expect, test } from "vitest";
import { formats, makeReport } from "../../harness/report/index.ts";

test("says of a gate once for each reason what it did not compare, and names the first controls", () => {
  const outcome = (control: string, reason: string) => ({
    control,
    case: "decisions of both revisions",
    engine: "rego" as const,
    place: { path: "rego/x" },
    status: "skipped" as const,
    milliseconds: 0,
    reason,
  });
  const same = ["a", "b", "c", "d", "e"].map((control) => outcome(control, "its policies did not change"));
  const report = makeReport({
    command: "assay gate",
    outcomes: [...same, outcome("new", "the control is new")],
    findings: [],
    problems: [],
    milliseconds: 20,
  });
  expect(formats.pretty(report, {})).toBe(`Not compared
  \`a\` (rego), \`b\` (rego), \`c\` (rego) and 2 more: its policies did not change
  \`new\` (rego): the control is new

0 passed, 6 skipped in 0.02 s
`);
});
