import { expect, test } from "vitest";
import type { Outcome, RequestCounts } from "../../harness/model/index.ts";
import { formats, makeReport } from "../../harness/report/index.ts";

const outcome = (control: string, name: string, note?: string): Outcome => ({
  control,
  case: name,
  engine: "gatekeeper",
  place: { path: "s/suite.yaml" },
  status: "passed",
  milliseconds: 1,
  ...(note === undefined ? {} : { note }),
});

const report = (outcomes: readonly Outcome[], requests?: RequestCounts): string =>
  formats.pretty(
    makeReport({
      command: "assay test",
      outcomes,
      findings: [],
      problems: [],
      milliseconds: 20,
      ...(requests && { requests }),
    }),
    {},
  );

test("names what passed with a note under the note, by control, and counts it", () => {
  const outcomes = [
    outcome("s/a", "one", "far"),
    outcome("s/a", "two", "far"),
    outcome("s/b", "one", "near"),
    outcome("s/b", "\u001b[31mthree", "far"),
    outcome("s/b", "four"),
  ];
  expect(report(outcomes)).toBe(`Passed without being tried
  3 cases: far
    s/a: one, two
    s/b: \\u001b[31mthree
  1 case: near
    s/b: one

5 passed (4 without being tried) in 0.02 s
`);
});

test("names no more controls and cases than can be read", () => {
  const of = (control: string, count: number): readonly Outcome[] =>
    Array.from({ length: count }, (_, index) => outcome(control, `${index}`, "far"));
  const many = Array.from({ length: 30 }, (_, index) => of(`s/${index}`, index === 0 ? 25 : 1)).flat();
  const text = report(many);
  expect(text).toContain("s/0: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 and 5 more\n");
  expect(text).toContain("    s/19: 0\n    and 10 more controls\n");
});

test("says nothing of requests, which are counted where no policy applied to them", () => {
  const counts = { allowed: 0, denied: 0, failed: 0, unmatched: 1, refused: 0 };
  expect(report([outcome("x", "one", "far")], counts)).toBe(
    "1 request: 1 that no policy applied to\n1 passed in 0.02 s\n",
  );
});
