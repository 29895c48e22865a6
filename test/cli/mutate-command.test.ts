import { describe, expect, test } from "vitest";
import { reportsIn } from "../../harness/load/index.ts";
import type { Report } from "../../harness/model/index.ts";
import { hostCel, hostRego } from "../_host-policies.ts";
import { assay } from "./_assay.ts";
import { folderWith } from "./_folder.ts";

const pod = (name: string, more = ""): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {${more}containers: [{name: a, image: a}]}\n`;

const policies = { "rego/host/policy.rego": hostRego, "cel/host/policy.yaml": hostCel };

const weak = {
  ...policies,
  "cases/host/allow/plain.yaml": pod("plain"),
  "cases/host/deny/network.yaml": pod("network", "hostNetwork: true, "),
};

const strong = { ...weak, "cases/host/deny/processes.yaml": pod("processes", "hostPID: true, ") };

const written = (stderr: string): readonly string[] =>
  [...stderr.matchAll(/^wrote (.*)$/gm)].map(([, path = ""]) => path);

describe("assay mutate", () => {
  test("finds what no case of a weak suite notices, and writes the cases that do", async () => {
    const project = folderWith(weak);
    const first = await assay(["mutate", "--runs", "300", "--write-cases"], { cwd: project.root });
    expect(first.code).toBe(1);
    expect(first.stdout).toMatch(/^host\n {2}✗ \d+ of \d+ mutants survived \[rego\]\n/);
    const cases = written(first.stderr);
    expect(cases).toHaveLength(2);
    expect(first.stderr).not.toContain("not written");
    for (const path of cases) expect(project.read(path)).toContain("hostPID: true");
    const again = await assay(["mutate", "--runs", "300"], { cwd: project.root });
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("mutants, none survived in 0.00 s") });
    expect((await assay(["test"], { cwd: project.root })).code).toBe(0);
  });

  test("is clean where every slip is noticed, and says how many were only not told apart", async () => {
    const { root } = folderWith(strong);
    const { code, stdout, stderr } = await assay(["mutate", "--runs", "300"], { cwd: root });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^rego {2}100\.0 %: (\d+) of \1 mutants killed\ncel {2}100\.0 %: (\d+) of \2 mutants killed, \d+ not told apart by 300 requests or more\n/,
    );
  });

  test("mutates shared modules by the cases of all controls that use them", async () => {
    const using = (rule: string) =>
      `package ${rule}\n\nimport data.lib.pod\n\ndeny contains "${rule}" if pod.${rule}\n`;
    const project = folderWith({
      "rego/lib/pod.rego": [
        "package lib.pod",
        "spec := input.request.object.spec",
        "network if spec.hostNetwork == true",
        "processes if spec.hostPID == true",
        "",
      ].join("\n\n"),
      "rego/lib/unused.rego": "package lib.unused\n\nx if input.request.object.spec.hostIPC == true\n",
      "rego/network/policy.rego": using("network"),
      "rego/processes/policy.rego": using("processes"),
      "cases/network/deny/network.yaml": pod("network", "hostNetwork: true, "),
      "cases/processes/allow/plain.yaml": pod("plain"),
    });
    const first = await assay(["mutate", "--library", "rego/lib/*", "--runs", "300", "--write-cases"], {
      cwd: project.root,
    });
    expect(first.code).toBe(1);
    expect(first.stdout).toMatch(/^rego\/lib\/pod\.rego\n {2}✗ [1-9] of \d+ mutants survived \[rego\]\n/);
    expect(first.stdout).not.toContain("unused");
    const cases = written(first.stderr);
    expect(cases.some((path) => path.startsWith("cases/processes/found/"))).toBe(true);
    const second = await assay(["mutate", "--library", "rego/lib/pod.rego", "--runs", "300"], { cwd: project.root });
    expect([second.code, second.stdout]).toEqual([0, expect.stringContaining("mutants, none survived")]);
    const all = await assay(["mutate", "--runs", "0", "--format", "json"], { cwd: project.root });
    const { mutants = [] } = JSON.parse(all.stdout) as Report;
    expect(new Set(mutants.map(({ control }) => control))).toEqual(
      new Set(["network", "processes", "rego/lib/pod.rego"]),
    );
    const none = await assay(["mutate", "--library", "rego/lib/unused.rego"], { cwd: project.root });
    expect([none.code, none.stdout]).toEqual([
      2,
      expect.stringContaining("no module of the library that a policy uses is called `rego/lib/unused.rego`"),
    ]);
  });

  test("mutates with --base only what changed, or is tested otherwise", async () => {
    const base = folderWith(strong).root;
    const mutated = async (files: Readonly<Record<string, string>>) => {
      const { root } = folderWith(files);
      const { code, stdout } = await assay(["mutate", "--runs", "0", "--base", base, "--format", "json"], {
        cwd: root,
      });
      const { mutants = [], outcomes } = JSON.parse(stdout) as Report;
      return {
        code,
        engines: [...new Set(mutants.map(({ engine }) => engine))],
        skipped: outcomes.map(({ engine, status, reason }) => `${engine} ${status}: ${reason}`),
      };
    };
    const same = (engine: string) => `${engine} skipped: neither it nor its cases changed`;
    const commented = { ...strong, "rego/host/policy.rego": `# says who may\n${hostRego}` };
    expect(await mutated(commented)).toEqual({ code: 0, engines: [], skipped: [same("rego"), same("cel")] });
    const changed = { ...strong, "rego/host/policy.rego": hostRego.replace("== true", "!= false") };
    expect(await mutated(changed)).toMatchObject({ engines: ["rego"], skipped: [same("cel")] });
    const { "cases/host/deny/processes.yaml": _, ...fewer } = strong;
    expect(await mutated(fewer)).toMatchObject({ code: 1, engines: ["rego", "cel"], skipped: [] });
    const { root } = folderWith(strong);
    const none = await assay(["mutate", "--base", "v0"], { cwd: root });
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("`v0` is neither a revision nor a folder")]);
  });

  test("fails with a threshold only below it", async () => {
    const { root } = folderWith(weak);
    const with50 = await assay(["mutate", "--runs", "0", "--engine", "rego", "--min-score", "50"], { cwd: root });
    expect(with50.code).toBe(0);
    const with90 = await assay(["mutate", "--runs", "0", "--engine", "rego", "--min-score", "90"], { cwd: root });
    expect(with90.code).toBe(1);
    expect(with90.stdout).toMatch(
      /^all controls\n {2}✗ 3 of \d+ mutants survived: a score of \d+\.\d %, below 90 % \[rego\]\n/,
    );
  });

  test("says of a red suite that it says nothing", async () => {
    const { root } = folderWith({ ...strong, "cases/host/allow/red.yaml": pod("red", "hostPID: true, ") });
    const { code, stdout } = await assay(["mutate", "--runs", "0", "--engine", "cel"], { cwd: root });
    expect(code).toBe(2);
    expect(stdout).toContain("`red` fails on the policy for `cel` as it is, so it says nothing of mutants");
  });

  test("passes no control without cases, no engine and no kind of slip that there is nothing for", async () => {
    const { root } = folderWith(policies);
    const { code, stdout } = await assay(["mutate"], { cwd: root });
    expect(code).toBe(1);
    expect(stdout).toContain("`rego`: it has no case that could notice a mutant");
    const other = folderWith(strong);
    const slips = await assay(["mutate", "--operators", "typo"], { cwd: other.root });
    expect([slips.code, slips.stdout]).toEqual([2, expect.stringContaining("no mutant of the kind `typo` was made")]);
    const control = await assay(["mutate", "--control", "hots"], { cwd: other.root });
    expect([control.code, control.stdout]).toEqual([2, expect.stringContaining("no control has the id `hots`")]);
  });

  test("writes the same report twice, which fits its schema, and a page", async () => {
    const { root, read } = folderWith(weak);
    const args = [
      "mutate",
      "--runs",
      "100",
      "--format",
      "json,mutation-html,mutation-json",
      "--output",
      "m.html",
      "--output",
      "m.json",
    ];
    const runs = [await assay(args, { cwd: root }), await assay(args, { cwd: root })];
    const [first, second] = runs.map(({ stdout }) => stdout.replace(/"milliseconds": .*/, ""));
    expect(first).toBe(second);
    const [report] = await reportsIn("report", runs[0]?.stdout ?? "");
    expect(report?.report.mutants?.length).toBeGreaterThan(10);
    expect(JSON.parse(read("m.json"))).toMatchObject({
      files: { "rego/host/policy.rego": { source: policies["rego/host/policy.rego"] } },
    });
    expect(read("m.html")).toContain("<mutation-test-report-app");
  });
});
