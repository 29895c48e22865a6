import { expect, test } from "vitest";
import type { MatrixRow, Outcome } from "../../harness/model/index.ts";
import { assay } from "./_assay.ts";
import { wholeAndMerged } from "./_campaign.ts";
import { folderWith } from "./_folder.ts";

const rego = `# METADATA
# title: Ports
# custom: {kubernetes_from: "1.28"}
package ports

import rego.v1

newest := object.get(object.get(input, "parameters", {}), "clusterVersion", "v1.99")

deny contains "too many" if {
	count(input.request.object.spec.ports) > 1
	to_number(trim_prefix(newest, "v1.")) < 31
}

warn contains "odd" if input.request.object.spec.ports[_].port == 7
`;

const cel = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ports}
spec:
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [services]}]
  validations:
    - {expression: "params.data.clusterVersion != 'v1.30' || size(object.spec.ports) < 2", message: too many}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ports}
spec: {policyName: ports, validationActions: [Deny]}
`;

const service = (ports: string): string =>
  `{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [${ports}]}}`;
const two = service("{name: a, port: 80}, {name: b, port: 81}");
const written = (name: string, more: string, object: string, expected: string): string =>
  `case: ${name}\n${more}request: {object: ${object}}\nexpect: ${expected}\n`;

const project = {
  "assay.yaml": 'releaseParams: {clusterVersion: "v{kubernetes}"}\n',
  "rego/ports/policy.rego": rego,
  "cel/ports/policy.yaml": cel,
  "cases/ports/allow/one.yaml": `${service("{port: 80}")}\n`,
  "cases/ports/more.case.yaml": [
    written("two pass", 'kubernetes: "1.31.."\n', two, "{decision: allow}"),
    written("two are too many", 'kubernetes: "..1.30"\n', two, "{decision: deny, messages: [too many]}"),
    written("of one version", "params: {clusterVersion: v1.30}\n", two, "{decision: deny}"),
    written("odd", "", service("{port: 7}"), "{decision: allow, engines: {rego: {decision: allow, warnings: [odd]}}}"),
  ].join("---\n"),
};

interface Judged {
  readonly outcomes: readonly Outcome[];
  readonly matrix?: readonly MatrixRow[];
}

test("cases under several releases are about those that they name, and the matrix says what holds where", async () => {
  const { root } = folderWith(project);
  const args = ["test", "--kubernetes", "1.27..1.32", "--format", "json"];
  const { code, stdout } = await assay(args, { cwd: root });
  const { outcomes, matrix = [] } = JSON.parse(stdout) as Judged;
  const statusOf = (name: string) => outcomes.find((one) => one.case === name && one.engine === "rego")?.status;
  expect(["two pass@1.30", "two pass@1.31", "two are too many@1.30", "two are too many@1.31"].map(statusOf)).toEqual([
    "skipped",
    "passed",
    "passed",
    "skipped",
  ]);
  expect(code).toBe(0);
  expect(matrix.map(({ control, engine, changes }) => [control, engine, changes])).toEqual([
    ["ports", "rego", ["1.31"]],
    ["ports", "cel", ["1.31"]],
  ]);
  const cells = matrix.map((row) =>
    row.cells.map(({ state, cases, denied, warned }) => [state, cases, denied, warned].join(" ")),
  );
  const [before, unserved] = ["before 0 0 0", "not-served 0 0 0"];
  const [old, now] = ["holds 4 2 1", "holds 4 1 1"];
  expect(cells).toEqual([
    [before, old, old, old, now, now],
    [before, unserved, unserved, "holds 4 2 0", "holds 4 1 0", "holds 4 1 0"],
  ]);
});

test("a case that does not hold under a release it claims is a finding of that release", async () => {
  const wrong = written("wrong", "", two, "{decision: allow}");
  const { root } = folderWith({ ...project, "cases/ports/wrong.case.yaml": wrong });
  const { code, stdout } = await assay(["test", "--kubernetes", "1.30,1.31", "--engine", "rego"], { cwd: root });
  expect(code).toBe(1);
  expect(stdout).toContain("✗ wrong@1.30 [rego]");
  expect(stdout).not.toContain("wrong@1.31");
  expect(stdout).toMatch(/^ports {2}rego {5}✗ {4}\|✓ {2}changes at 1\.31$/m);
});

test.for([
  ["no release", [], ["passed", "passed"]],
  ["1.30", ["--kubernetes", "1.30"], ["skipped", "passed"]],
  ["1.31", ["--kubernetes", "1.31"], ["passed", "skipped"]],
] as const)("with %s a case is judged under the last that it is about, or not at all", async ([, more, expected]) => {
  const { root } = folderWith({
    "rego/ports/policy.rego": "package ports\n\nimport rego.v1\n\ndeny contains 1 if false\n",
    "cases/ports/a.case.yaml": written("from", 'kubernetes: "1.31.."\n', two, "{decision: allow}"),
    "cases/ports/b.case.yaml": written("to", 'kubernetes: "..1.30"\n', two, "{decision: allow}"),
  });
  const { stdout } = await assay(["test", ...more, "--format", "json"], { cwd: root });
  const { outcomes, matrix } = JSON.parse(stdout) as Judged;
  expect(outcomes.map(({ status }) => status)).toEqual(expected);
  expect(matrix).toBeUndefined();
});

test.for([
  ["1.31..1.30x", 2],
  ["..", 2],
  ["v1.31..", 2],
  ["1.31..1.29", 2],
  ["1.31..", 1],
] as const)("`kubernetes: %s` of a case ends with code %i", async ([text, expected]) => {
  const { root } = folderWith({
    "rego/ports/policy.rego": rego,
    "cases/ports/a.case.yaml": written("from", `kubernetes: "${text}"\n`, two, "{decision: deny}"),
  });
  const { code, stdout } = await assay(["test"], { cwd: root });
  expect([code, stdout.includes("cases/ports/a.case.yaml:2")]).toEqual([expected, expected === 2]);
});

test("shards make the matrix of the whole", async () => {
  const { root } = folderWith(project);
  const { whole, merged } = await wholeAndMerged(root, ["test", "--kubernetes", "1.29..1.31"], 3);
  expect(merged).toEqual(whole);
  expect(whole.matrix).toHaveLength(2);
});
