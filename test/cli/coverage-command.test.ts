import { describe, expect, test } from "vitest";
import type { Coverage, Report } from "../../harness/model/index.ts";
import { assay } from "./_assay.ts";
import { exempt, others, pod, project } from "./_covered-project.ts";
import { folderWith } from "./_folder.ts";

interface Ran {
  readonly report: Report & { readonly exitCode: number };
  readonly coverage: Coverage;
}

async function ran(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran> {
  const { root } = folderWith(files);
  const { stdout, stderr } = await assay(["test", "--format", "json", ...args], { cwd: root });
  expect(stderr).toBe("");
  const report = JSON.parse(stdout) as Ran["report"];
  return { report, coverage: report.coverage ?? { engines: [], controls: [], files: [] } };
}

/** A line for each place that is left: where, why, what. */
function left({ files }: Coverage): readonly string[] {
  return files.flatMap(({ uncovered }) =>
    uncovered.map(({ place: { path, line, column }, why, text }) =>
      [`${path}:${line}${column === undefined ? "" : `:${column}`}`, why, text].join(" "),
    ),
  );
}

/** Every outcome without its time. */
function outcomes({ report }: Ran): readonly object[] {
  return report.outcomes.map(({ milliseconds: _, ...outcome }) => outcome);
}

describe("assay test --coverage", () => {
  test("names each line of Rego and each sub-expression of CEL that no case reaches, and each condition that always comes out alike", async () => {
    const { coverage, report } = await ran(project, "--coverage");
    expect([report.exitCode, report.counts.passed]).toEqual([0, 2]);
    expect(left(coverage)).toEqual([
      'rego/hosts/policy.rego:10 never true deny contains "host PID" if {',
      "rego/hosts/policy.rego:11 never evaluated input.request.object.spec.hostPID",
      'rego/lib/names.rego:3 never true exempt(name) if startswith(name, "node-")',
      "rego/lib/names.rego:5 never true exempt(name) if {",
      'cel/hosts/policy.yaml:9:20 never false !object.metadata.name.startsWith("node-") && !object.metadata.name.endsWith("-agent")',
      'cel/hosts/policy.yaml:9:20 never false !object.metadata.name.startsWith("node-")',
      'cel/hosts/policy.yaml:10:9 never false !object.metadata.name.endsWith("-agent")',
      'cel/hosts/policy.yaml:13:19 never false object.metadata.name != "free"',
      "cel/hosts/policy.yaml:14:9 never false has(object.spec.hostNetwork)",
      "cel/hosts/policy.yaml:17:9 never true !variables.shared && !object.spec.?hostPID.orValue(false)",
      "cel/hosts/policy.yaml:17:9 never true !variables.shared",
      "cel/hosts/policy.yaml:18:12 never evaluated !object.spec.?hostPID.orValue(false)",
      "cel/hosts/policy.yaml:20:9 never false variables.shared",
      'cel/hosts/policy.yaml:22:13 never evaluated "host PID of " + object.kind',
    ]);
    expect(coverage.engines).toEqual([
      { engine: "rego", covered: 4, total: 8 },
      { engine: "cel", covered: 11, total: 22 },
    ]);
    expect(coverage.controls).toEqual([
      { control: "hosts", engine: "rego", covered: 3, total: 5 },
      { control: "hosts", engine: "cel", covered: 11, total: 22 },
    ]);
  });

  test("names nothing where cases reach everything; what a library has for others is nobody's to reach", async () => {
    const { coverage } = await ran({ ...project, ...others }, "--coverage");
    expect(left(coverage)).toEqual([]);
    expect(coverage.engines).toEqual([
      { engine: "rego", covered: 8, total: 8 },
      { engine: "cel", covered: 22, total: 22 },
    ]);
  });

  test("adds up over controls that share a library, and counts its file for none of them", async () => {
    const other = {
      "rego/other/policy.rego": `package other

import data.names

deny contains "no agent" if not names.exempt(input.request.object.metadata.name)
`,
      "cases/other/allow/node.yaml": pod("node-x"),
      "cases/other/deny/app.yaml": pod("app"),
    };
    const { coverage, report } = await ran({ ...project, ...other }, "--coverage", "--engine", "topdown");
    expect([report.exitCode, report.counts.passed]).toEqual([0, 3]);
    expect(left(coverage).filter((line) => line.includes("rego/lib"))).toEqual([
      "rego/lib/names.rego:5 never true exempt(name) if {",
    ]);
    expect(coverage.files.map(({ path, control, covered, total }) => [path, control, covered, total])).toEqual([
      ["rego/hosts/policy.rego", "hosts", 3, 5],
      ["rego/lib/names.rego", undefined, 2, 3],
      ["rego/other/policy.rego", "other", 1, 1],
    ]);
  });

  test("changes no outcome, whatever fails", async () => {
    const broken = { ...project, ...others, "cases/hosts/deny/wrong.yaml": pod("app") };
    const [plain, covering] = [await ran(broken), await ran(broken, "--coverage")];
    expect(covering.report.counts.failed).toBe(2);
    expect(outcomes(covering)).toEqual(outcomes(plain));
    expect(covering.report.findings).toEqual(plain.report.findings);
    expect(plain.report.coverage).toBeUndefined();
  });

  test("counts what a failing case reaches, and nothing of a skipped one", async () => {
    const failing = await ran(
      { ...project, "cases/hosts/allow/host-pid.yaml": pod("app", "hostPID: true, ") },
      "--coverage",
    );
    expect(failing.report.counts.failed).toBe(2);
    expect(failing.coverage.engines[0]).toEqual({ engine: "rego", covered: 6, total: 8 });
    const skip = "skip: not now\n";
    const skipped = {
      "cases/hosts/agent.case.yaml": skip + exempt("some-agent"),
      "cases/hosts/node.case.yaml": skip + exempt("node-x"),
    };
    const { coverage } = await ran({ ...project, ...skipped }, "--coverage");
    expect(coverage.engines.map(({ covered }) => covered)).toEqual([4, 11]);
  });

  test("knows the policies of a control of which nothing was judged", async () => {
    const files = {
      ...project,
      "cases/hosts/deny/host-network.yaml": "",
      "cases/hosts/node.case.yaml": `skip: not now\n${exempt("node-x")}`,
    };
    const { coverage } = await ran(files, "--coverage");
    expect(coverage.engines).toEqual([
      { engine: "rego", covered: 0, total: 8 },
      { engine: "cel", covered: 0, total: 22 },
    ]);
  });

  test("adds up over releases of Kubernetes, but for cases that are not about them", async () => {
    const under = async (releases: string): Promise<Ran> => {
      const exempted = { "cases/hosts/node.case.yaml": `${exempt("node-x")}kubernetes: ${releases}\n` };
      return ran({ ...project, ...exempted }, "--coverage", "--kubernetes", "1.35,1.36");
    };
    const [reached, notReached] = [await under("1.36.."), await under("1.37..")];
    expect([reached, notReached].map(({ report }) => report.counts)).toEqual([
      { passed: 6, failed: 0, skipped: 2 },
      { passed: 4, failed: 0, skipped: 4 },
    ]);
    expect(reached.coverage.engines.map(({ covered }) => covered)).toEqual([5, 13]);
    expect(notReached.coverage.engines.map(({ covered }) => covered)).toEqual([4, 11]);
  });

  test("fails below a threshold, for each engine, and not at it", async () => {
    const low = await ran(project, "--min-coverage", "60");
    expect(low.report.exitCode).toBe(1);
    expect(low.report.findings).toEqual([
      {
        kind: "low-coverage",
        control: "all controls",
        engine: "rego",
        message: "cases cover 4 of 8 lines: 50.0 %, below 60 %",
      },
      {
        kind: "low-coverage",
        control: "all controls",
        engine: "cel",
        message: "cases cover 11 of 22 outcomes of sub-expressions: 50.0 %, below 60 %",
      },
    ]);
    expect((await ran(project, "--min-coverage", "50")).report.exitCode).toBe(0);
  });

  test("is a problem where there is nothing to cover", async () => {
    const { report } = await ran(
      {
        "podsecurity/hosts/policy.yaml": `configuration:
  apiVersion: pod-security.admission.config.k8s.io/v1
  kind: PodSecurityConfiguration
  defaults: {enforce: baseline, enforce-version: latest}
`,
        "cases/hosts/deny/host-network.yaml": pod("app", "hostNetwork: true, "),
      },
      "--coverage",
    );
    expect([report.exitCode, report.counts.passed]).toEqual([2, 1]);
    expect(report.problems.map(({ message }) => message)).toEqual([
      "nothing can be covered: no control that was judged has a policy in Rego or CEL of its own",
    ]);
  });
});
