import { describe, expect, test } from "vitest";
import { assay } from "./_assay.ts";
import { folderWith } from "./_folder.ts";
import { constraint, gatorRepository as gator, suite, template } from "./_labels.ts";

const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: no-host-network} # keep this
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: "!has(object.spec.hostNetwork) || !object.spec.hostNetwork", message: no host network}]
`;
const pod = (name: string, more: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  ${more}containers: [{name: app, image: app}]\n`;

describe("assay import", () => {
  test("writes a gator Suite as a control: manifests as they are written where a folder says all", async () => {
    const { root, read, files } = folderWith(gator);
    expect(await assay(["import"], { cwd: root })).toEqual({
      code: 0,
      stdout: `wrote gatekeeper/owners/ (2), cases/owners/allow/ (1), cases/owners/deny/ (1), cases/owners/ (2): from tests/labels/suite.yaml
4 cases of 1 control are imported
next: \`assay test\`; the suites run beside what was imported until you remove them, or name others under \`suites\` in assay.yaml
`,
      stderr: "",
    });
    expect(files()).toMatchObject(gator);
    expect(read("gatekeeper/owners/template.yaml")).toBe(template);
    expect(read("gatekeeper/owners/constraint.yaml")).toBe(constraint);
    expect(read("cases/owners/allow/all-labels.yaml")).toBe(
      `# Both are there.\n${gator["tests/labels/samples/all.yaml"]}`,
    );
    expect(read("cases/owners/deny/no-label.yaml")).toBe(gator["tests/labels/samples/none.yaml"]);
    expect(read("cases/owners/one-label.case.yaml")).toBe(`case: one label
request:
  object:
    # A namespace.
    apiVersion: v1
    kind: Namespace
    metadata:
      name: one # its name
      labels: {owner: b}
expect:
  decision: deny
  violations:
    - count: 1
      matches: team
`);
  });

  test("what it wrote gives the verdicts of the suite without it, by all engines of the template", async () => {
    const { root, remove } = folderWith(gator);
    const before = await assay(["test"], { cwd: root });
    await assay(["import"], { cwd: root });
    remove("tests");
    const after = await assay(["test"], { cwd: root });
    expect([before, after].map(lastLine)).toEqual([
      "4 passed (1 without being tried) in 0.00 s",
      "8 passed (2 without being tried) in 0.00 s",
    ]);
  });

  test("a second run writes nothing", async () => {
    const { root, files } = folderWith(gator);
    await assay(["import"], { cwd: root });
    const before = files();
    const { code, stdout } = await assay(["import"], { cwd: root });
    expect([code, stdout.split("\n")[0]]).toEqual([0, "left `owners`: its files are there already"]);
    expect(files()).toEqual(before);
  });

  test("`--dry-run` says the same and writes nothing", async () => {
    const { root, files } = folderWith(gator);
    const { stdout } = await assay(["import", "--dry-run", "tests/labels"], { cwd: root });
    expect(stdout).toContain("would write gatekeeper/owners/ (2)");
    expect(files()).toEqual(gator);
  });

  test("overwrites no control of the same name: it takes another", async () => {
    const mine = { "rego/owners/policy.rego": 'package owners\n\ndeny contains "never" if false\n' };
    const { root, files } = folderWith({ ...gator, ...mine });
    const { stdout } = await assay(["import"], { cwd: root });
    expect(stdout).toContain("wrote gatekeeper/labels-owners/ (2)");
    expect(files()).toMatchObject(mine);
  });

  test("writes a kaptest manifest with the binding that it supposes", async () => {
    const { root, read, remove } = folderWith({
      "policy.yaml": policy,
      "policy.test/resources.yaml": `${pod("good", "")}---\n${pod("bad", "hostNetwork: true\n  ")}`,
      "policy.test/kaptest.yaml": `validatingAdmissionPolicies: [../policy.yaml]
resources: [resources.yaml]
testSuites:
  - policy: no-host-network
    tests:
      - {object: {kind: Pod, name: good}, expect: admit}
      - {object: {kind: Pod, name: bad}, expect: deny}
`,
    });
    const before = await assay(["test"], { cwd: root });
    expect((await assay(["import"], { cwd: root })).code).toBe(0);
    expect(read("cel/no-host-network/policy.yaml")).toContain("metadata: {name: no-host-network} # keep this\n");
    remove("policy.yaml");
    remove("policy.test");
    const after = await assay(["test"], { cwd: root });
    expect([before.stdout, after.stdout]).toEqual(["2 passed in 0.00 s\n", "2 passed in 0.00 s\n"]);
  });

  test("says with its place what a case has no words for, and exits 1", async () => {
    const { root } = folderWith({
      ...gator,
      "tests/labels/wrong.yaml": constraint.replace("labels: [owner, team]", "labels: owner"),
      "tests/labels/suite.yaml": `${suite}  - name: wrong parameters
    template: template.yaml
    constraint: wrong.yaml
    invalid: true
`,
    });
    const { code, stdout } = await assay(["import"], { cwd: root });
    expect(code).toBe(1);
    expect(stdout).toContain(
      "not imported: tests/labels/suite.yaml:25:5: that policies are refused is nothing that a case can say\n",
    );
  });

  test.for([
    [["nowhere"], "error: there is no suite at `nowhere`\n"],
    [["../x"], "error: `../x` lies outside the project\n"],
  ] as [string[], string][])("refuses %j", async ([paths, stderr]) => {
    const { root } = folderWith(gator);
    expect(await assay(["import", ...paths], { cwd: root })).toEqual({ code: 2, stdout: "", stderr });
  });
});

function lastLine({ stdout }: { readonly stdout: string }): string | undefined {
  return stdout.trimEnd().split("\n").at(-1);
}
