import lcovParser from "@friedemannsommer/lcov-parser/sync";
import { describe, expect, test } from "vitest";
import { assay } from "./_assay.ts";
import { project } from "./_covered-project.ts";
import { folderWith } from "./_folder.ts";

describe("assay test --coverage-output", () => {
  test("writes lcov that other tools read, with paths from where the program runs", async () => {
    const { root, read } = folderWith(
      Object.fromEntries(Object.entries(project).map(([path, text]) => [`policies/${path}`, text])),
    );
    const { code, stdout } = await assay(["test", "-C", "policies", "--coverage-output", "lcov.info"], { cwd: root });
    expect([code, stdout.split("\n").slice(0, 8)]).toEqual([
      0,
      [
        "Coverage rego: 50.0 %: 4 of 8 lines",
        "  rego/lib/names.rego  33.3 %: 1 of 3",
        '    rego/lib/names.rego:3 never true: exempt(name) if startswith(name, "node-")',
        "    rego/lib/names.rego:5 never true: exempt(name) if {",
        "  hosts                60.0 %: 3 of 5",
        '    rego/hosts/policy.rego:10 never true: deny contains "host PID" if {',
        "    rego/hosts/policy.rego:11 never evaluated: input.request.object.spec.hostPID",
        "Coverage cel: 50.0 %: 11 of 22 outcomes of sub-expressions",
      ],
    ]);
    const sections = lcovParser({ from: read("lcov.info") });
    expect(
      sections.map(({ path, lines, branches }) => [
        path,
        lines.hit,
        lines.instrumented,
        branches.hit,
        branches.instrumented,
      ]),
    ).toEqual([
      ["policies/rego/hosts/policy.rego", 3, 5, 0, 0],
      ["policies/rego/lib/names.rego", 1, 3, 0, 0],
      ["policies/cel/hosts/policy.yaml", 7, 9, 8, 18],
    ]);
    const [, , written] = sections;
    expect(written?.lines.details.map(({ line, hit }) => `${line}: ${hit}`)).toEqual([
      "9: 1",
      "10: 1",
      "13: 2",
      "14: 2",
      "17: 1",
      "18: 0",
      "20: 1",
      "21: 1",
      "22: 0",
    ]);
    expect(
      written?.branches.details.slice(10).map(({ line, block, branch, hit }) => [line, block, branch, hit]),
    ).toEqual([
      [17, 5, "0", 0],
      [17, 5, "1", 1],
      [17, 6, "0", 0],
      [17, 6, "1", 1],
      [18, 7, "0", 0],
      [18, 7, "1", 0],
      [20, 8, "0", 1],
      [20, 8, "1", 0],
    ]);
    expect(read("lcov.info")).toContain("BRDA:18,7,0,-\nBRDA:18,7,1,-\n");
  });

  test("refuses what would be the coverage of less than a run of the cases, and a file that is taken", async () => {
    const { root } = folderWith(project);
    const refused = async (...args: readonly string[]) => (await assay(["test", ...args], { cwd: root })).stderr;
    expect(await refused("--coverage", "--shard", "1/2")).toContain("leave out --shard");
    expect(await refused("--coverage", "--watch")).toContain("leave out --watch");
    expect(await refused("--format", "json", "--output", "x", "--coverage-output", "x")).toContain("the same file");
    expect(await refused("--min-coverage", "101")).toContain("from 0 to 100");
  });
});
