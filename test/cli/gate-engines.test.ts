import { chmodSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { assay, type Ended } from "./_assay.ts";
import { type GitRepository, gitRepository } from "./_git-repository.ts";

const policy = "rego/host-pid/policy.rego";
const rego = (field: string): string =>
  `package host_pid\n\ndeny contains "host-pid" if input.request.object.spec.${field} == true\n`;
const fakeKyverno = join(import.meta.dirname, "../fixtures/fake-kyverno.ts");
const kyvernoPolicy = (...rules: readonly string[]): string =>
  `${JSON.stringify({
    apiVersion: "kyverno.io/v1",
    kind: "ClusterPolicy",
    metadata: { name: "p" },
    spec: { rules: rules.map((name) => ({ name })) },
  })}\n`;
const suite = {
  "t/policy.yaml": kyvernoPolicy("one"),
  "t/pod.yaml":
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {one: fail, two: pass}}\nspec: {containers: [{name: a, image: a}]}\n",
  "t/kyverno-test.yaml": `apiVersion: cli.kyverno.io/v1alpha1
kind: Test
metadata: {name: t}
policies: [policy.yaml]
resources: [pod.yaml]
results: [{policy: p, kind: Pod, resources: [web], result: fail}]
`,
};

describe("`assay gate`", () => {
  let repository: GitRepository;
  const gate = (...args: readonly string[]): Promise<Ended> =>
    assay(["gate", "--base", "HEAD", "--runs", "0", ...args], { cwd: repository.root });

  beforeEach(async () => {
    repository = await gitRepository();
    onTestFinished(() => repository.delete());
  });

  test("names what a cluster and a program decide as not compared, and compares the rest", async () => {
    await repository.commit({
      [policy]: rego("hostPID"),
      "assay.yaml": "engines: [rego, command, cluster]\ncontrols: [{id: host-pid, command: [./webhook]}]\n",
    });
    repository.write({ [policy]: rego("hostIPC") });
    const { code, stdout } = await gate("--runs", "50");
    expect(stdout).toContain("✗ `rego@base` allows, `rego@head` denies");
    expect(stdout).toContain(`Not compared
  \`host-pid\` (command): what a program is made of is not seen
  \`host-pid\` (cluster): a live cluster has no revision
`);
    expect(code).toBe(1);
  });

  test("judges policies of Kyverno of both revisions by the program of the head", async () => {
    await repository.commit({ ...suite, "assay.yaml": "suites: [t/kyverno-test.yaml]\n" });
    repository.write({
      "t/policy.yaml": kyvernoPolicy("two"),
      "assay.yaml": "kyverno: {binary: tools/kyverno}\nsuites: [t/kyverno-test.yaml]\n",
      "tools/kyverno": `#!/bin/sh\nexec "${process.execPath}" "${fakeKyverno}" /dev/null "$@"\n`,
    });
    chmodSync(join(repository.root, "tools/kyverno"), 0o755);
    const { code, stdout } = await gate();
    expect(stdout).toContain("✗ `kyverno@base` denies, `kyverno@head` allows");
    expect(code).toBe(1);
  });

  test("names policies of Kyverno as not compared where there is no program, and compares the rest", async () => {
    await repository.commit({
      ...suite,
      [policy]: rego("hostPID"),
      "assay.yaml": "kyverno: {binary: tools/kyverno}\nsuites: [t/kyverno-test.yaml]\n",
    });
    repository.write({ [policy]: rego("hostIPC"), "t/policy.yaml": kyvernoPolicy("two") });
    const { code, stdout } = await gate("--runs", "50", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [{ control: "host-pid" }, { control: "host-pid" }],
      problems: [
        { code: "engine-missing", hint: expect.stringContaining("install the kyverno CLI") },
        { message: expect.stringMatching(/^not compared, .*: `t\/p`$/) },
      ],
    });
    expect(code).toBe(2);
  });
});
