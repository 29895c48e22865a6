import lcovParser from "@friedemannsommer/lcov-parser/sync";
import { describe, expect, test } from "vitest";
import type { Coverage, Report } from "../../harness/model/index.ts";
import { assay } from "./_assay.ts";
import { folderWith } from "./_folder.ts";

const rego = `package hosts

import data.names

deny contains "host network" if {
	input.request.object.spec.hostNetwork
	not names.exempt(input.request.object.metadata.name)
}

deny contains "host PID" if {
	input.request.object.spec.hostPID
}
`;

const library = `package names

exempt(name) if startswith(name, "node-")

exempt(name) if {
	endswith(name, "-agent")
}

for_nobody(name) if name == "x"
`;

const cel = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: hosts}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  matchConditions:
    - name: not-exempt
      expression: "!object.metadata.name.startsWith('node-') &&
        !object.metadata.name.endsWith('-agent')"
  variables:
    - name: shared
      expression: object.metadata.name != 'free' &&
        has(object.spec.hostNetwork)
  validations:
    - expression: >-
        !variables.shared
        && !object.spec.?hostPID.orValue(false)
      messageExpression: |
        variables.shared
          ? 'host ' + 'network'
          : 'host PID of ' + object.kind
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: hosts}
spec: {policyName: hosts, validationActions: [Deny]}
`;

function pod(name: string, spec = ""): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec: {${spec}containers: [{name: app, image: registry.example/app:1}]}
`;
}

function exempt(called: string): string {
  return `case: ${called} is exempt
request: {object: {apiVersion: v1, kind: Pod, metadata: {name: ${called}}, spec: {hostNetwork: true, containers: [{name: a, image: x}]}}}
expect: {decision: allow, engines: {cel: {decision: skip}}}
`;
}

const project = {
  "rego/hosts/policy.rego": rego,
  "rego/lib/names.rego": library,
  "cel/hosts/policy.yaml": cel,
  "cases/hosts/deny/host-network.yaml": pod("app", "hostNetwork: true, "),
};

const others = {
  "cases/hosts/allow/plain.yaml": pod("app"),
  "cases/hosts/allow/free.yaml": pod("free"),
  "cases/hosts/deny/host-pid.yaml": pod("app", "hostPID: true, "),
  "cases/hosts/agent.case.yaml": exempt("some-agent"),
  "cases/hosts/node.case.yaml": exempt("node-x"),
};

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
