import { describe, expect, it } from "vitest";
import { differences } from "../../harness/compare/index.ts";
import type { Verdict, ViolationCount } from "../../harness/model/index.ts";

const denied = (...messages: readonly string[]): Verdict => ({
  decision: "deny",
  violations: messages.map((message) => ({ policy: "p", message })),
  warnings: [],
  audit: {},
});
const counted = (violation: ViolationCount, ...messages: readonly string[]): readonly string[] =>
  differences({ decision: "deny", violations: [violation] }, denied(...messages));

describe("an expected number of violations", () => {
  it("is at least one where it is not said, and else exactly so many", () => {
    expect(counted({}, "a", "b")).toEqual([]);
    expect(counted({}).map((one) => one)).toEqual(["expected at least one violation, got none"]);
    expect(counted({ count: 2 }, "a", "b")).toEqual([]);
    expect(counted({ count: 1 }, "a", "b")).toEqual(["expected 1 violation, got 2 among `a`, `b`"]);
    expect(counted({ count: 0 }, "a")).toEqual(["expected 0 violations, got 1 among `a`"]);
  });

  it("is of those whose message a regular expression matches somewhere", () => {
    expect(counted({ count: 1, matches: "^a" }, "ab", "ba")).toEqual([]);
    expect(counted({ count: 0, matches: "c" }, "ab", "ba")).toEqual([]);
    expect(counted({ matches: "c" }, "ab")).toEqual([
      "expected at least one violation whose message matches `c`, got none among `ab`",
    ]);
  });

  it.for([
    { matches: "(?i)ROOT", message: "runs as root", about: "flags before the expression" },
    { matches: "\\A\\pL+\\z", message: "größe", about: "classes of Unicode, and both ends" },
    { matches: "(?P<n>a+)", message: "caab", about: "groups with names" },
    { matches: "\\Qa.b\\E", message: "a.b", about: "text as it is" },
    { matches: "[[:digit:]]{2}", message: "port 80", about: "classes of POSIX" },
  ])("knows what Go does: $about", ({ matches, message }) => {
    expect(counted({ matches }, message)).toEqual([]);
    expect(counted({ matches }, "-")).toHaveLength(1);
  });

  it("takes `.` for no end of a line, as Go does", () => {
    expect(counted({ count: 0, matches: "a.b" }, "a\nb")).toEqual([]);
    expect(counted({ count: 1, matches: "(?s)a.b" }, "a\nb")).toEqual([]);
  });

  it("asks of no decision where none is named, but of an error", () => {
    const none = { violations: [{ count: 0 }] };
    expect(differences(none, { ...denied(), decision: "allow" })).toEqual([]);
    expect(differences(none, { ...denied(), decision: "skip", skipped: "no match" })).toEqual([]);
    expect(
      differences(none, { ...denied(), decision: "error", errors: [{ code: "evaluation", message: "broken" }] }),
    ).toEqual(["expected a verdict, got error: `broken`"]);
  });
});
