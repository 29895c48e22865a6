import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assay, start } from "./_assay.ts";
import { campaignProject, wholeAndMerged } from "./_campaign.ts";

describe("assay merge", () => {
  test.each([2, 3, 9])("makes of %i shards of `assay test` the report of the whole", async (count) => {
    const { root } = campaignProject();
    const { whole, merged, codes } = await wholeAndMerged(root, ["test"], count);
    expect(merged).toEqual(whole);
    expect(codes).toEqual([2, 2]);
    expect(new Set(whole.findings.map(({ kind }) => kind))).toEqual(
      new Set(["wrong-verdict", "unchecked", "stale-difference"]),
    );
    expect(whole.problems.length).toBeGreaterThan(0);
  });

  test("leaves out that a shard was empty", async () => {
    const { root } = campaignProject();
    const { whole, merged, codes } = await wholeAndMerged(root, ["test", "--case", "digest"], 3);
    expect(merged).toEqual(whole);
    expect([codes, whole.outcomes.length]).toEqual([[1, 1], 2]);
  });

  test.each([
    ["controls", ["compare", "--control", "latest", "--runs", "300"], ["difference", "stale-difference"]],
    [
      "two sides",
      ["compare", "rego", "cel", "--control", "latest", "--seed", "3", "--messages"],
      ["difference", "stale-difference"],
    ],
    ["one side under releases", ["compare", "podsecurity:baseline", "--kubernetes", "1.33,1.35"], ["difference"]],
    ["everything, with problems", ["compare", "--runs", "0"], ["stale-difference"]],
  ])("makes of shards of `assay compare` the report of the whole: %s", async (_, args, kinds) => {
    const { root } = campaignProject();
    const { whole, merged } = await wholeAndMerged(root, args, 3);
    expect(merged).toEqual(whole);
    expect([...new Set(whole.findings.map(({ kind }) => kind))]).toEqual(kinds);
  });

  test("reads folders, globs, files and standard input, and prints every format", async () => {
    const { root } = campaignProject();
    await wholeAndMerged(root, ["test", "--control", "coded"], 2);
    const shown = await assay(["test", "--control", "coded"], { cwd: root });
    const files = ["out/shards/1.json", "out/shards/2.json"];
    for (const named of [["out/shards"], ["out/**/[0-9].json"], files, files.toReversed()])
      expect(await assay(["merge", ...named], { cwd: root })).toEqual(shown);
    const text = files.map((file) => readFileSync(join(root, file), "utf8")).join("");
    expect(await assay(["merge", "-"], { cwd: root, stdin: text })).toEqual(shown);
    const [junit, own] = await Promise.all(
      [
        ["merge", "out/shards"],
        ["test", "--control", "coded"],
      ].map((args) => assay([...args, "--format", "junit"], { cwd: root })),
    );
    const timeless = (xml = ""): string => xml.replaceAll(/time="[^"]*"/g, "");
    expect(timeless(junit?.stdout)).toBe(timeless(own?.stdout));
  });

  test("says what is missing, with what is there", async () => {
    const { root } = campaignProject();
    await wholeAndMerged(root, ["test", "--control", "latest"], 3);
    const { code, stdout } = await assay(["merge", "out/shards/1.json", "out/shards/3.json"], { cwd: root });
    expect(code).toBe(2);
    expect(stdout).toContain("1 of 3 shards are missing: 2/3");
    expect(stdout).toMatch(/\d passed, \d failed/);
  });

  test.each([
    ["nothing.json", "error: `nothing.json` names no report"],
    ["*.nothing", "error: `*.nothing` names no report"],
    ["rego", "error: `rego` names no report"],
    ["assay.yaml", "error: `assay.yaml` is no report that `--format json` wrote: it is not JSON"],
    ["array.json", "error: `array.json` is no report that `--format json` wrote: it is not an object"],
    ["future.json", "error: `future.json` is no report that `--format json` wrote: its `version` is 2, not 1"],
    ["torn.json", "error: `torn.json` is no report that `--format json` wrote: `outcomes` must be array"],
    [
      "older.json",
      "error: `older.json` is no report that `--format json` wrote: `findings.0` must have required property",
    ],
    ["shard.json", "error: `shard.json` is no report that `--format json` wrote: it is shard 3 of 2"],
    ["whole.json", "error: `whole.json` is the report of a whole run, not of a shard: leave it out"],
  ])("refuses %s in a sentence", async (file, words) => {
    const { root, write } = campaignProject();
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const rest = { outcomes: [], findings: [], problems: [], milliseconds: 1 };
    const report = { version: 1, exitCode: 2, command: "assay test", counts, ...rest };
    write("older.json", JSON.stringify({ ...report, findings: [{ kind: "difference" }] }));
    write("array.json", "[]");
    write("future.json", JSON.stringify({ ...report, version: 2 }));
    write("torn.json", JSON.stringify({ ...report, outcomes: 3 }));
    write("shard.json", JSON.stringify({ ...report, shard: { index: 3, count: 2, of: "x" } }));
    write("whole.json", JSON.stringify(report));
    const { code, stdout, stderr } = await start(["merge", file], { cwd: root }).ended;
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(words);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
