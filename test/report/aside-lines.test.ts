import { expect, test } from "vitest";
import { formats, makeReport } from "../../harness/report/index.ts";

test("says once for each reason how many cases a cluster was not asked, and nothing of what authors skip", () => {
  const outcome = (engine: "cluster" | "cel", reason?: string) => ({
    control: "x",
    case: `case ${engine} ${reason}`,
    engine,
    place: { path: "cases/x/a.yaml" },
    status: reason === undefined ? ("passed" as const) : ("skipped" as const),
    milliseconds: 1,
    ...(reason === undefined ? {} : { reason }),
  });
  const outcomes = [
    outcome("cluster", "far"),
    outcome("cluster", "near"),
    outcome("cluster", "near"),
    outcome("cel", "today"),
    outcome("cel"),
  ];
  const report = makeReport({ command: "assay test", outcomes, findings: [], problems: [], milliseconds: 20 });
  expect(formats.pretty(report, {})).toBe(`Skipped on the cluster
  2 cases: near
  1 case: far

1 passed, 4 skipped in 0.02 s
`);
});
