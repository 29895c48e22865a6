import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeReports } from "../../harness/compare/index.ts";
import type { Case, Report } from "../../harness/model/index.ts";
import { caseOf } from "./_controls.ts";
import { fields, type ToyRule, type ToyRun, toyReport, trialOf, withoutTimes } from "./_toys.ts";

const object = fc.dictionary(fc.constantFrom(...fields), fc.integer({ min: 0, max: 5 }));
const rule: fc.Arbitrary<ToyRule> = fc.record({
  field: fc.constantFrom(...fields),
  least: fc.integer({ min: 0, max: 6 }),
  says: fc.constantFrom("no", "never", "not so"),
});
const casesCalled = (prefix: string): fc.Arbitrary<readonly Case[]> =>
  fc
    .array(object, { maxLength: 12 })
    .map((objects) => objects.map((json, at) => caseOf("x", `${prefix}${at}`, { request: trialOf(json).request })));
const toyRun: fc.Arbitrary<ToyRun> = fc.record({
  left: fc.array(rule, { maxLength: 4 }),
  right: fc.array(rule, { maxLength: 4 }),
  cases: casesCalled("case "),
  known: fc.subarray(["case 0", "case 1", "case 2", "case 3", "case 4", "case 5"]),
  corpus: casesCalled("corpus/"),
  seed: fc.integer({ min: 0, max: 1000 }),
  runs: fc.integer({ min: 0, max: 400 }),
  messages: fc.boolean(),
});

const shardsOf = async (run: ToyRun, count: number): Promise<readonly Report[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => toyReport(run, { index: at + 1, count })));
const named = (reports: readonly Report[]) => reports.map((report, at) => ({ name: `${at + 1}.json`, report }));

describe("the reports of all shards", () => {
  test("of whatever comparison come to the report of the whole, in whatever order they are given", async () => {
    const seen = { differences: 0, known: 0, limited: 0 };
    await fc.assert(
      fc.asyncProperty(toyRun, fc.integer({ min: 1, max: 6 }), fc.boolean(), async (run, count, turned) => {
        const whole = await toyReport(run);
        const shards = named(await shardsOf(run, count));
        const merged = withoutTimes(mergeReports(turned ? shards.toReversed() : shards));
        expect(merged).toEqual(whole);
        const [comparison] = whole.comparisons ?? [];
        seen.differences += comparison?.causes ?? 0;
        seen.known += comparison?.known.length ?? 0;
        seen.limited += Number((comparison?.differed ?? 0) > 100);
      }),
      { numRuns: 150 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(10);
  });

  test("also where very many look different, so that not all are shrunk", async () => {
    const left: readonly ToyRule[] = [{ field: "a", least: 1, says: "no", spells: true }];
    const run: ToyRun = { left, right: [], cases: [], known: [], corpus: [], seed: 7, runs: 2000, messages: false };
    const whole = await toyReport(run);
    expect(withoutTimes(mergeReports(named(await shardsOf(run, 3))))).toEqual(whole);
    const [{ differed = 0 } = {}] = whole.comparisons ?? [];
    const shrunk = whole.findings.flatMap((finding) => (finding.kind === "difference" ? finding.origins : []));
    expect([differed, shrunk.length]).toEqual([1664, 800]);
  });
});

describe("reports that are not the shards of one run", () => {
  const shard = (index: number, count: number, of = "assay test"): Report => ({
    command: "assay test",
    counts: { passed: 0, failed: 0, skipped: 0 },
    outcomes: [],
    findings: [],
    problems: [],
    milliseconds: 1,
    shard: { index, count, of },
  });
  const merging =
    (...reports: readonly Report[]) =>
    () =>
      mergeReports(named(reports));

  test.each([
    ["none at all", [], "there is no report to merge"],
    ["a whole report", [shard(1, 2), { ...shard(2, 2), shard: undefined }], "`2.json` is the report of a whole run"],
    ["one shard twice", [shard(1, 2), shard(2, 2), shard(2, 2)], "`2.json` and `3.json` are both shard 2/2"],
    ["another count", [shard(1, 2), shard(2, 3)], "`1.json` is one of 2 shards, but `2.json` is one of 3"],
    [
      "another seed",
      [shard(1, 2, "assay compare --seed 1"), shard(2, 2, "assay compare --seed 2")],
      "`1.json` and `2.json` are shards of different runs: `assay compare --seed 1` and `assay compare --seed 2`",
    ],
  ] as const)("are refused: %s", (_, reports, words) => {
    expect(merging(...(reports as readonly Report[]))).toThrow(words);
  });

  test("one that is missing is a problem of the report; what the others found is there", () => {
    const { problems } = mergeReports(named([shard(2, 4), shard(3, 4)]));
    expect(problems).toMatchObject([{ code: "nothing-found", message: "2 of 4 shards are missing: 1/4, 4/4" }]);
  });

  test("problems stay, each once, and one that was cut short makes the whole cut short", () => {
    const broken = { code: "bad-policy", message: "broken", place: { path: "a.rego", line: 1 } } as const;
    const died = (path: string) => ({ code: "engine-exited", message: "gone", place: { path } }) as const;
    const empty = { code: "nothing-found", message: "shard 2/2 is empty: there is only 1 case" } as const;
    const merged = mergeReports(
      named([
        { ...shard(1, 2), problems: [broken, died("a.yaml")] },
        { ...shard(2, 2), problems: [broken, died("b.yaml"), empty], interrupted: true },
      ]),
    );
    expect(merged.problems).toEqual([broken, died("a.yaml")]);
    expect(merged.interrupted).toBe(true);
  });

  test("an engine that was asked nothing in one shard was asked something in the other", () => {
    const outcome = { control: "x", engine: "cluster", place: { path: "x" }, milliseconds: 0 } as const;
    const idle = {
      code: "nothing-found",
      message: "`cluster` was asked none of 1 cases; the first: it names a release",
    } as const;
    const first: Report = {
      ...shard(1, 2),
      outcomes: [{ ...outcome, case: "a", status: "skipped", reason: "it names a release" }],
      problems: [idle],
    };
    const second = (status: "passed" | "skipped"): Report => ({
      ...shard(2, 2),
      outcomes: [{ ...outcome, case: "b", status }],
      problems: status === "passed" ? [] : [idle],
    });
    expect(mergeReports(named([first, second("passed")])).problems).toEqual([]);
    expect(mergeReports(named([first, second("skipped")])).problems).toEqual([
      { code: "nothing-found", message: "`cluster` was asked none of 2 cases; the first: it names a release" },
    ]);
  });
});
