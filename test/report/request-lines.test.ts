import { describe, expect, it } from "vitest";
import type { Outcome, Report } from "../../harness/model/index.ts";
import { colorsFor } from "../../harness/report/_colors.ts";
import { notRequestLines, requestLines, warningLines } from "../../harness/report/_request-lines.ts";

const plain = colorsFor(false);
const empty: Report = {
  command: "assay judge",
  counts: { passed: 0, failed: 0, skipped: 0 },
  outcomes: [],
  findings: [],
  problems: [],
  milliseconds: 0,
};
const passed = (name: string, warnings?: readonly string[]): Outcome => ({
  control: "x",
  case: name,
  engine: "cel",
  place: { path: "app.yaml", line: 3 },
  status: "passed",
  milliseconds: 0,
  ...(warnings === undefined ? {} : { warnings }),
});

describe("a report of requests", () => {
  it("says in one line what became of them, without what there was none of", () => {
    expect(requestLines(empty, plain)).toEqual([]);
    const requests = { allowed: 1200, denied: 1, failed: 2, unmatched: 3, refused: 4 };
    expect(requestLines({ ...empty, requests }, plain)).toEqual([
      "1,210 requests: 1,200 allowed, 1 denied, 2 failed, 3 that no policy applied to, 4 refused by the API server",
    ]);
    const one = { allowed: 1, denied: 0, failed: 0, unmatched: 0, refused: 0 };
    expect(requestLines({ ...empty, requests: one }, plain)).toEqual(["1 request: 1 allowed"]);
  });

  it("says what is no request, with control characters shown", () => {
    expect(notRequestLines(empty, plain)).toEqual([]);
    const aside = [
      { reason: "`get\u001b` is never asked", count: 1500, place: { path: "a.log", line: 2 } },
      { reason: "empty", count: 1, place: { path: "b.yaml" } },
    ];
    expect(notRequestLines({ ...empty, aside }, plain)).toEqual([
      "Left aside",
      "  1,500 × `get\\u001b` is never asked (first a.log:2)",
      "  1 × empty (b.yaml)",
    ]);
  });

  it("shows the warnings of each request once, whoever gives them", () => {
    const outcomes = [passed("a", ["soon"]), passed("a", ["soon", "late"]), passed("b")];
    expect(warningLines({ ...empty, outcomes }, plain)).toEqual([
      "Warned",
      "  ! a",
      "    soon",
      "    late",
      "    at app.yaml:3",
    ]);
    expect(warningLines({ ...empty, outcomes: [passed("b")] }, plain)).toEqual([]);
  });
});
