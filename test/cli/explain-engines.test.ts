import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { EngineExplanation } from "../../harness/model/index.ts";
import { assay, copyOf } from "./_assay.ts";
import { engineOf, explained } from "./_explained.ts";

const pod = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  hostNetwork: true
  containers: [{name: app, image: x}]
`;

const templates = `apiVersion: templates.gatekeeper.sh/v1
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
        - engine: Rego
          source:
            rego: |
              package needslabel

              violation[{"msg": msg}] {
                label := input.parameters.label
                not input.review.object.metadata.labels[label]
                msg := sprintf("the label %v is missing", [label])
              }
---
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: nohost}
spec:
  crd: {spec: {names: {kind: NoHost}}}
  targets:
    - target: admission.k8s.gatekeeper.sh
      code:
        - engine: K8sNativeValidation
          source:
            variables:
              - name: own
                expression: variables.anyObject.spec.?hostNetwork.orValue(false)
            validations:
              - expression: |-
                  !variables.own
                message: host network
`;

const constraints = `apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NeedsLabel
metadata: {name: owner}
spec:
  match: {kinds: [{apiGroups: [""], kinds: [Pod]}]}
  parameters: {label: owner}
---
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NeedsLabel
metadata: {name: elsewhere}
spec:
  match: {namespaces: [prod]}
  parameters: {label: owner}
---
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NoHost
metadata: {name: pods}
spec:
  match: {kinds: [{apiGroups: [""], kinds: [Pod]}]}
`;

/** A project of these files. */
function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "assay-explain-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function reasons({ decidedBy }: EngineExplanation): readonly string[] {
  return decidedBy.map(({ place, text }) => `${place === undefined ? "" : `${place.path}:${place.line} `}${text}`);
}

const ofTemplates = {
  "gatekeeper/own/templates.yaml": templates,
  "gatekeeper/own/constraints.yaml": constraints,
  "cases/own/deny/pod.yaml": pod,
};

describe("assay explain, of Gatekeeper", () => {
  test("names the lines of templates that deny, and the part of a Constraint that does not match", async () => {
    const told = engineOf(await explained(project(ofTemplates), ["pod"]), "gatekeeper");
    expect(reasons(told)).toEqual([
      'gatekeeper/own/templates.yaml:17 data.needslabel.violation gives {"msg": "the label owner is missing"}',
      "gatekeeper/own/templates.yaml:38 variables.own is true",
    ]);
    expect(told.matched.map(({ policy, path, line, why }) => [policy, `${path}:${line}`, ...why])).toEqual([
      ["NeedsLabel/owner", "gatekeeper/own/constraints.yaml:1"],
      ["NeedsLabel/elsewhere", "gatekeeper/own/constraints.yaml:12", '`namespaces` does not match: ["prod"]'],
      ["NoHost/pods", "gatekeeper/own/constraints.yaml:15"],
    ]);
    expect(told.rules.map(({ policy, rule, row, succeeded }) => [policy, rule, row, succeeded[0]?.values])).toEqual([
      ["NeedsLabel/owner", "data.needslabel.violation", 17, { label: '"owner"', msg: '"the label owner is missing"' }],
    ]);
    expect(told.evaluated.map(({ part, name, line, value }) => [part, name, line, value]).slice(1)).toEqual([
      ["variable", "own", 35, "true"],
      ["validation", undefined, 38, "false"],
    ]);
    expect(told.params.map(({ policy, from, objects }) => [policy, from, ...objects])).toEqual([
      ["NeedsLabel/owner", "constraint", '{"label":"owner"}'],
    ]);
  });

  test("says why nothing applies", async () => {
    const map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n";
    const told = engineOf(await explained(project(ofTemplates), ["-", "--control", "own"], map), "gatekeeper");
    expect(told.verdict?.decision).toBe("skip");
    expect(reasons(told)).toEqual([
      'gatekeeper/own/constraints.yaml:5 `kinds` does not match: [{"apiGroups":[""],"kinds":["Pod"]}]',
      'gatekeeper/own/constraints.yaml:12 `namespaces` does not match: ["prod"]',
      'gatekeeper/own/constraints.yaml:19 `kinds` does not match: [{"apiGroups":[""],"kinds":["Pod"]}]',
    ]);
  });

  test("tells of the forms of templates that Rego and CEL judge where the templates are written", async () => {
    const [needsLabel = "", noHost = ""] = templates.split("---\n");
    const [owner = "", elsewhere = "", pods = ""] = constraints.split("---\n");
    const root = project({
      "one.yaml": `${needsLabel}---\n${owner}---\n${elsewhere}`,
      "two.yaml": `${noHost}---\n${pods}`,
      "assay.yaml":
        "engines: [rego, cel]\ncontrols: [{id: one, gatekeeper: [one.yaml]}, {id: two, gatekeeper: [two.yaml]}]\n",
    });
    const rego = engineOf(await explained(root, ["-", "--control", "one", "--engine", "rego"], pod), "rego");
    expect(reasons(rego)).toEqual([
      'one.yaml:17 data.needslabel.violation gives {"msg": "the label owner is missing"}',
    ]);
    expect(rego.matched.map(({ matches }) => matches)).toEqual([true, false]);
    const cel = engineOf(await explained(root, ["-", "--control", "two", "--engine", "cel"], pod), "cel");
    expect(reasons(cel)).toEqual(["two.yaml:16 variables.own is true"]);
    expect(cel.matched.map(({ binding, path, line }) => [binding, `${path}:${line}`])).toEqual([
      [undefined, "two.yaml:1"],
      ["gatekeeper-nohost-pods", "two.yaml:19"],
    ]);
  });
});

describe("assay explain, of PodSecurity", () => {
  test("tells which checks ran, at which level, and what each found", async () => {
    const { root } = copyOf("project-twins");
    const told = engineOf(await explained(root, ["cases/host-network/deny/host-network.yaml"]), "podsecurity");
    expect(told.checked).toEqual([
      {
        policy: "PodSecurity",
        level: "baseline",
        version: "latest",
        modes: ["enforce", "audit", "warn"],
        results: [{ check: "hostNamespaces", result: "fail", detail: "host namespaces (hostNetwork=true)" }],
      },
    ]);
    expect(reasons(told)).toEqual([
      "check hostNamespaces of baseline:latest (enforce, audit, warn) fails: host namespaces (hostNetwork=true)",
    ]);
    const { stdout } = await assay(["explain", "plain", "--control", "host-network"], { cwd: root });
    expect(stdout).toContain(`podsecurity: allow
  decided by
    1 checks of baseline:latest (enforce, audit, warn) pass
  checks
    baseline:latest (enforce, audit, warn)
      hostNamespaces: pass
`);
  });
});

describe("assay explain, of programs", () => {
  test("tells what the kyverno CLI reports of each rule", async () => {
    const root = project({
      "tools/kyverno": `#!/bin/sh\nexec "${process.execPath}" "${join(import.meta.dirname, "../fixtures/fake-kyverno.ts")}" /dev/null "$@"\n`,
      "t/policy.yaml":
        '{"apiVersion": "kyverno.io/v1", "kind": "ClusterPolicy", "metadata": {"name": "p"}, "spec": {"rules": [{"name": "one"}, {"name": "two"}]}}\n',
      "t/pod.yaml": pod.replace("{name: web}", "{name: web, labels: {one: fail, two: pass}}"),
      "t/kyverno-test.yaml": `apiVersion: cli.kyverno.io/v1alpha1
kind: Test
metadata: {name: t}
policies: [policy.yaml]
resources: [pod.yaml]
results: [{policy: p, kind: Pod, resources: [web], result: fail}]
`,
      "assay.yaml": "kyverno: {binary: tools/kyverno}\nsuites: [t/kyverno-test.yaml]\n",
    });
    chmodSync(join(root, "tools/kyverno"), 0o755);
    const told = engineOf(await explained(root, ["web"]), "kyverno");
    expect(told.checked).toEqual([
      {
        policy: "p",
        results: [
          { check: "one", result: "fail", detail: "one of web" },
          { check: "two", result: "pass", detail: "two of web" },
        ],
      },
    ]);
    expect(reasons(told)).toEqual(["rule p/one fails: one of web"]);
    expect(told.notes).toEqual(["the kyverno CLI tells results of rules, and no lines and no values"]);
  });

  test("says of a program that it tells no more than its verdict", async () => {
    const root = project({
      "assay.yaml": `engines: [command]\ncontrols: [{id: own, command: [${JSON.stringify(process.execPath)}, program.mjs]}]\n`,
      "program.mjs":
        'import { createInterface } from "node:readline";\nfor await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify({ uid: JSON.parse(line).request.uid, allowed: true }));\n',
    });
    const { stdout } = await assay(["explain", "-", "--control", "own"], { cwd: root, stdin: pod });
    expect(stdout).toContain(`command: allow
  not told
    \`command\` tells its verdict and nothing of how it comes to it
`);
  });
});

describe("assay explain", () => {
  const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: names}
spec:
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: ["*"], resources: [pods]}]
  validations:
    - {expression: "request.userInfo.username == 'admin' || params == null || params.data.name != 'web'", message: denied}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: names}
spec: {policyName: names, validationActions: [Deny]}
`;
  const rego = `package names

deny contains "no" if input.parameters.name == input.request.object.metadata.name
`;
  const cases = `case: an update
request:
  operation: UPDATE
  user: {username: dev, groups: [devs]}
  object: {apiVersion: v1, kind: Pod, metadata: {name: web, labels: {a: b}}, spec: {containers: [{name: app, image: "x:2"}]}}
  oldObject: {apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: "x:1"}]}}
params: {name: web}
expect: {decision: deny}
---
case: a removal
request:
  operation: DELETE
  oldObject: {apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: "x:1"}]}}
expect: {decision: allow}
`;
  const files = {
    "cel/names/policy.yaml": policy,
    "rego/names/policy.rego": rego,
    "cases/names/all.case.yaml": cases,
  };

  test("tells which params policies are given and where they are from", async () => {
    const root = project(files);
    const asked = await explained(root, ["an update"]);
    expect(engineOf(asked, "rego").params).toEqual([
      { policy: "names", from: "settings", objects: ['{"name":"web"}'] },
    ]);
    expect(engineOf(asked, "cel").params).toEqual([
      {
        policy: "names",
        binding: "names",
        place: { path: "cel/names/policy.yaml", line: 5 },
        from: "settings",
        objects: ['{"apiVersion":"v1","data":{"name":"web"},"kind":"ConfigMap","metadata":{"name":"params"}}'],
      },
    ]);
    const { stdout } = await assay(["explain", "a removal"], { cwd: root });
    expect(stdout).toContain(`  params
    of names, from nowhere: the case has no \`params\`
`);
    expect(stdout).toContain(`  params
    cel/names/policy.yaml:5  of names by binding names, from nowhere: the binding has no \`paramRef\`, and there are no settings
`);
  });

  test("names the lines that warn of what is allowed", async () => {
    const root = project({
      "rego/names/policy.rego": `package names

warn contains "short" if count(input.request.object.metadata.name) < 5

deny contains "no" if input.request.object.metadata.name == "other"
`,
      "cel/names/policy.yaml": policy
        .replace("  paramKind: {apiVersion: v1, kind: ConfigMap}\n", "")
        .replace(/expression: "[^"]*"/, "expression: size(object.metadata.name) > 4")
        .replace("[Deny]", "[Warn]"),
    });
    const told = await explained(root, ["-", "--control", "names"], pod);
    expect(told.engines.map(reasons)).toEqual([
      ['rego/names/policy.rego:3 data.names.warn gives "short"'],
      ["cel/names/policy.yaml:8 size(object.metadata.name) > 4 is false"],
    ]);
    expect(told.user).toBeUndefined();
  });

  test("tells what mutating policies changed", async () => {
    const mutation = `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: team}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  reinvocationPolicy: Never
  mutations:
    - patchType: ApplyConfiguration
      applyConfiguration: {expression: "Object{metadata: Object.metadata{labels: {'team': 'a'}}}"}
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: {name: team}
spec: {policyName: team}
`;
    const root = project({ "cel/team/policy.yaml": mutation });
    const told = engineOf(await explained(root, ["-", "--control", "team"], pod), "cel");
    expect(told.mutated).toEqual([{ path: "metadata.labels.team", new: "a" }]);
    const { stdout } = await assay(["explain", "-", "--control", "team"], { cwd: root, stdin: pod });
    expect(stdout).toContain('  changed\n    metadata.labels.team: not there → "a"\n');
  });

  test("shows what an update changes, what a removal takes away, and who asks where a policy looks at that", async () => {
    const root = project(files);
    const asked = await explained(root, ["an update"]);
    expect(asked.updated).toEqual([
      { path: "metadata.generation", old: 1, new: 2 },
      { path: "metadata.labels.a", new: "b" },
      { path: "spec.containers[0].image", old: "x:1", new: "x:2" },
    ]);
    expect(asked.user).toEqual({ username: "dev", groups: ["devs"] });
    const { stdout } = await assay(["explain", "an update"], { cwd: root });
    expect(stdout).toContain(`
Updated
  metadata.generation: 1 → 2
  metadata.labels.a: not there → "b"
  spec.containers[0].image: "x:1" → "x:2"

Asked by
  username: "dev"
  groups: ["devs"]

rego: deny
`);
    const removed = await assay(["explain", "a removal"], { cwd: root });
    expect(removed.stdout).toMatch(/\nDeleted\n {2}kind: Pod\n {2}apiVersion: v1\n {2}metadata:\n {4}name: web\n/);
    expect(removed.stdout).toContain("\nAsked by\n  nobody: the request has no user\n");
  });
});
