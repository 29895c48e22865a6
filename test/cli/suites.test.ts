import { describe, expect, it } from "vitest";
import { constraint, files, suite, written } from "../load/_gator.ts";
import { schemaErrors } from "../report/_junit-schema.ts";
import { assay } from "./_assay.ts";
import { folderWith } from "./_folder.ts";

const passing = suite([
  written("good", "good", "{violations: no}"),
  written("bad", "bad", "{violations: yes, message: team}"),
]);
const kaptest = {
  "k/policy.yaml": `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: short}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
  validations: [{expression: object.metadata.name.size() < 9, message: too long}]
`,
  "k/objects.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: small}\n",
  "k/any-name.yaml": `validatingAdmissionPolicies: [policy.yaml]
resources: [objects.yaml]
testSuites:
- policy: short
  tests:
  - {object: {kind: ConfigMap, name: small}, expect: admit}
`,
};

const test = async (
  given: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly stdout: string }> => {
  const { code, stdout, stderr } = await assay(["test", ...args], { cwd: folderWith(given).root });
  expect(stderr).toBe("");
  return { code, stdout };
};

describe("assay test in a repository of other tools' suites", () => {
  it("finds and judges them without assay.yaml", async () => {
    expect(await test({ ...files, ...kaptest, "s/suite.yaml": passing })).toEqual({
      code: 0,
      stdout: "3 passed in 0.00 s\n",
    });
  });

  it("shows what fails, where it is written", async () => {
    const failing = passing.replace("message: team", "message: tame");
    expect(await test({ ...files, "s/suite.yaml": failing })).toEqual({
      code: 1,
      stdout: `s/team
  ✗ bad [gatekeeper]
    expected at least one violation whose message matches \`tame\`, got none among \`label team is missing\`
    expected: deny; some violations that match \`tame\`
    got:      deny; messages: \`label team is missing (NeedsLabel/team)\`
    at s/suite.yaml:9:35

1 passed, 1 failed in 0.00 s
`,
    });
  });

  it("lists what passes only because nothing matched", async () => {
    const text = suite([written("bad", "bad", "{violations: yes}"), written("other", "map", "{violations: no}")]);
    const { code, stdout } = await test({ ...files, "s/suite.yaml": text });
    expect(code).toBe(0);
    expect(stdout).toBe(`Passed without being tried
  1 case: nothing applied: no Constraint matches: NeedsLabel/team
    s/team: other

2 passed (1 without being tried) in 0.00 s
`);
  });

  it("finds a control of which nothing was tried, also when shards are merged", async () => {
    const nowhere = { ...files, "s/constraint.yaml": constraint("{label: team}", "[Secret]") };
    const text = suite([written("good", "good", "{violations: no}"), written("map", "map", "{violations: no}")]);
    const given = { ...nowhere, "s/suite.yaml": text };
    const found = `s/team
  ! not checked
    nothing applied to any of its 2 cases, so nothing shows what its policies do
    at s/suite.yaml
`;
    const { code, stdout } = await test(given);
    expect(code).toBe(1);
    expect(stdout.startsWith(found)).toBe(true);
    expect(stdout).toContain("2 passed (2 without being tried), 1 not checked in 0.00 s");

    const { root } = folderWith(given);
    for (const shard of [1, 2]) {
      const options = ["--shard", `${shard}/2`, "--format", "json", "--output", `${shard}.json`];
      expect((await assay(["test", ...options], { cwd: root })).code).toBe(0);
    }
    const merged = await assay(["merge", "1.json", "2.json"], { cwd: root });
    expect(merged.code).toBe(1);
    expect(merged.stdout.startsWith(found)).toBe(true);
  });

  it("gives the note to JUnit, by whose schema it is", async () => {
    const text = suite([written("bad", "bad", "{violations: yes}"), written("other", "map", "{violations: no}")]);
    const { stdout } = await test({ ...files, "s/suite.yaml": text }, "--format", "junit");
    expect(await schemaErrors([stdout])).toEqual([]);
    expect(stdout).toContain("<system-out>nothing applied: no Constraint matches: NeedsLabel/team</system-out>");
  });

  it("judges one of them, or those of a folder, where a path says so", async () => {
    const two = { ...files, "s/suite.yaml": passing, "s/later.yaml": passing.replace("name: team", "name: later") };
    const given = { ...two, ...kaptest };
    for (const [path, count] of [
      ["s/later.yaml", 2],
      ["s", 4],
      ["k", 1],
      ["k/any-name.yaml", 1],
    ] as const)
      expect(await test(given, path)).toEqual({ code: 0, stdout: `${count} passed in 0.00 s\n` });
  });

  it("judges those whose ids a glob selects", async () => {
    const given = { ...files, ...kaptest, "s/suite.yaml": passing };
    for (const [control, count] of [
      ["s/*", 2],
      ["k/short", 1],
      ["[ks]/*", 3],
    ] as const)
      expect(await test(given, "--control", control)).toEqual({ code: 0, stdout: `${count} passed in 0.00 s\n` });
  });

  it("gives controls of one name numbers, whatever file they are in", async () => {
    const given = { ...files, "s/suite.yaml": passing, "s/again.yaml": passing };
    expect(await test(given, "--control", "s/team#2")).toEqual({ code: 0, stdout: "2 passed in 0.00 s\n" });
    expect(await test(given)).toEqual({ code: 0, stdout: "4 passed in 0.00 s\n" });
  });

  it("takes no notice of suites where assay.yaml names none", async () => {
    const own = {
      "rego/r/r.rego": 'package r\n\ndeny contains "no" if input.request.object.metadata.name == "bad"\n',
      "cases/r/deny/bad.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bad}\n",
      "assay.yaml": "cases: cases\n",
    };
    expect(await test({ ...files, ...own, "s/suite.yaml": passing })).toEqual({
      code: 0,
      stdout: "1 passed in 0.00 s\n",
    });
    expect(await test({ ...files, ...own, "s/suite.yaml": passing, "assay.yaml": "suites: [s/*.yaml]\n" })).toEqual({
      code: 2,
      stdout: expect.stringContaining("`s/good.yaml` is no suite of gator, kyverno or kaptest") as string,
    });
    expect(await test({ ...files, ...own, "s/suite.yaml": passing, "assay.yaml": "suites: [s/suite.yaml]\n" })).toEqual(
      {
        code: 0,
        stdout: "3 passed in 0.00 s\n",
      },
    );
  });

  it("passes over no manifest of kaptest of which a part is misspelt or left out", async () => {
    const manifest = kaptest["k/any-name.yaml"];
    for (const [broken, problem] of [
      [manifest.replace("testSuites", "testsuites"), "unknown key `testsuites`"],
      [manifest.replace("validatingAdmission", "validatingadmission"), "`validatingAdmissionPolicies` is missing"],
      [manifest.replace(/testSuites:[\s\S]*/, ""), "`testSuites` is missing"],
      [manifest.replace("- policy", "- policy: ["), "k/any-name.yaml:5"],
    ] as const) {
      const { code, stdout } = await test({ ...kaptest, "k/any-name.yaml": broken });
      expect([code, stdout]).toEqual([2, expect.stringContaining(problem)]);
    }
  });

  it("says that a glob of suites selects no file", async () => {
    const { code, stdout } = await test({ ...files, "s/suite.yaml": passing, "assay.yaml": "suites: [tests/**]\n" });
    expect(code).toBe(2);
    expect(stdout).toContain("assay.yaml:1:10 [nothing-found]\n    `tests/**` selects no file\n");
  });
});

describe("assay test of templates in the folder gatekeeper", () => {
  it("judges a control's own cases by Gatekeeper and by OPA alike", async () => {
    const given = {
      "gatekeeper/team/template.yaml": files["s/template.yaml"] as string,
      "gatekeeper/team/constraint.yaml": files["s/constraint.yaml"] as string,
      "cases/team/allow/good.yaml":
        "apiVersion: v1\nkind: Pod\nmetadata: {name: good, labels: {team: a}}\nspec: {containers: [{name: a, image: a}]}\n",
      "cases/team/deny/bad.yaml":
        "apiVersion: v1\nkind: Pod\nmetadata: {name: bad}\nspec: {containers: [{name: a, image: a}]}\n",
      "cases/team/other.case.yaml":
        "case: other settings\nrequest: {object: {apiVersion: v1, kind: Pod, metadata: {name: x, labels: {owner: b}}, spec: {containers: [{name: a, image: a}]}}}\nparams: {label: owner}\nexpect: {decision: allow, violations: [{count: 0}]}\n",
    };
    expect(await test(given)).toEqual({ code: 0, stdout: "6 passed in 0.00 s\n" });
    expect(await test(given, "--engine", "gatekeeper")).toEqual({ code: 0, stdout: "3 passed in 0.00 s\n" });
  });

  it("judges the CEL of a template as the API server does", async () => {
    const template = `apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: needslabel}
spec:
  crd:
    spec:
      names: {kind: NeedsLabel}
      validation: {openAPIV3Schema: {type: object, properties: {label: {type: string}}}}
  targets:
  - target: admission.k8s.gatekeeper.sh
    code:
    - engine: K8sNativeValidation
      source:
        validations:
        - expression: has(object.metadata.labels) && variables.params.label in object.metadata.labels
          message: the label is missing
`;
    const given = {
      "gatekeeper/team/template.yaml": template,
      "gatekeeper/team/constraint.yaml": files["s/constraint.yaml"] as string,
      "cases/team/deny/bad.yaml":
        "apiVersion: v1\nkind: Pod\nmetadata: {name: bad}\nspec: {containers: [{name: a, image: a}]}\n",
    };
    expect(await test(given)).toEqual({ code: 0, stdout: "2 passed in 0.00 s\n" });
    expect(await test(given, "--engine", "cel")).toEqual({ code: 0, stdout: "1 passed in 0.00 s\n" });
  });
});

describe("assay test in a folder of conftest", () => {
  it("asks deny_*, violation_* and warn_* of the object itself, and runs the unit tests", async () => {
    const given = {
      "assay.yaml": `rego: {entrypoints: [deny, deny_*, violation, violation_*, warn, warn_*]}
controls: [{id: main, rego: [policy/*.rego], cases: [tests/*.case.yaml]}]
`,
      "policy/config.rego": `package main

deny_empty contains "it is empty" if {
	input.kind == "ConfigMap"
	not input.data
}

violation_name contains {"msg": "the name is too long"} if count(input.metadata.name) > 9

warn_labels contains "it has no labels" if not input.metadata.labels
`,
      "policy/config_test.rego": `package main

test_empty if count(deny_empty) == 1 with input as {"kind": "ConfigMap"}
`,
      "tests/config.case.yaml": `case: an empty one with a long name
request: {object: {apiVersion: v1, kind: ConfigMap, metadata: {name: config-of-all}}}
expect: {decision: deny, violations: [{count: 2}], messages: [is empty, too long], warnings: [no labels]}
---
case: a good one
request: {object: {apiVersion: v1, kind: ConfigMap, metadata: {name: config, labels: {a: b}}, data: {a: b}}}
expect: {decision: allow, warnings: []}
`,
    };
    for (const engine of ["rego", "topdown"])
      expect(await test(given, "--engine", engine)).toEqual({ code: 0, stdout: "3 passed in 0.00 s\n" });
  });
});
