import { afterAll, describe, expect, it } from "vitest";
import { runCases } from "../../harness/compare/index.ts";
import { type Engines, openEngines } from "../../harness/engine/index.ts";
import { openRoot } from "../../harness/load/_root.ts";
import { readKaptest } from "../../harness/load/foreign/kaptest.ts";
import { problemText, projectOf } from "./_project.ts";

/** A ValidatingAdmissionPolicy on Deployments. */
const policy = (name: string, expression: string, more = ""): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ${name}}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: ["*"], resources: [deployments]}]
${more}
  validations: [{expression: "${expression}", message: "${name} objects"}]
`;
const deployment = (name: string, replicas: number, more = ""): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}${more}}\nspec: {replicas: ${replicas}}\n`;
const settings = (name: string, most: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {most: "${most}"}\n`;
const withParams = policy(
  "few",
  "object.spec.replicas <= int(params.data.most)",
  "  paramKind: {apiVersion: v1, kind: ConfigMap}",
);

const head = "validatingAdmissionPolicies: [policy.yaml]\nresources: [r.yaml]\ntestSuites:\n";
const suite = (name: string, ...tests: readonly string[]): string =>
  `- policy: ${name}\n  tests:\n${tests.map((test) => `  - ${test}\n`).join("")}`;
const tests = (...all: readonly string[]): string => head + suite("few", ...all);

const files = {
  "t/policy.yaml": policy("few", "object.spec.replicas <= 5"),
  "t/r.yaml": [deployment("small", 1), deployment("large", 9)].join("---\n"),
};
const small = "{object: {kind: Deployment, name: small}, expect: admit}";

function read(manifest: string, others: Readonly<Record<string, string>> = {}) {
  const root = openRoot(projectOf({ ...files, ...others, "t/kaptest.yaml": manifest }));
  const { controls, problems } = readKaptest(root, "t/kaptest.yaml");
  return { controls, problems: problems.map(problemText) };
}

const opened: Engines[] = [];
afterAll(() => {
  for (const engines of opened) engines.close();
});

/** What `assay test` would say of each case: passed, or how it differs. */
async function judged(manifest: string, others: Readonly<Record<string, string>> = {}) {
  const { controls, problems } = read(manifest, others);
  expect(problems).toEqual([]);
  const engines = openEngines();
  opened.push(engines);
  const run = await runCases(controls, engines, { engines: ["cel"] });
  expect(run.problems).toEqual([]);
  return Object.fromEntries(
    run.outcomes.map(({ case: name, status, finding }) => [
      name,
      finding?.kind === "wrong-verdict" ? finding.differences.join() : status,
    ]),
  );
}

describe("a manifest of kaptest", () => {
  it("is a control for each policy that it tests, judged without a binding being written", async () => {
    const manifest = tests(small, "{object: {kind: Deployment, name: large}, expect: deny}");
    expect(read(manifest).controls.map(({ id }) => id)).toEqual(["t/few"]);
    expect(await judged(manifest)).toEqual({ "Deployment small": "passed", "Deployment large": "passed" });
  });

  it("fails where another verdict was expected", async () => {
    const manifest = tests(
      "{object: {kind: Deployment, name: large}, expect: admit}",
      "{object: {kind: Deployment, name: small}, expect: deny}",
    );
    expect(await judged(manifest)).toEqual({
      "Deployment large": "expected allow, got deny: `few objects`",
      "Deployment small": "expected deny, got allow",
    });
  });

  it("fails where the policy's own match leaves the object out, which kaptest does not look at", async () => {
    const wrongGroup = { "t/policy.yaml": files["t/policy.yaml"].replace("[apps]", '[""]') };
    expect(await judged(tests(small), wrongGroup)).toEqual({
      "Deployment small": "expected allow, got skip: `no policy matched`",
    });
  });

  it("tells a condition that does not hold, and an expression that fails, from a refusal", async () => {
    const conditions =
      "  failurePolicy: Fail\n  matchConditions: [{name: large, expression: object.spec.replicas > 5}]";
    const manifest = tests(
      "{object: {kind: Deployment, name: small}, expect: skip}",
      "{object: {kind: Deployment, name: large}, expect: error}",
    );
    expect(await judged(manifest, { "t/policy.yaml": policy("few", "object.spec.none == 1", conditions) })).toEqual({
      "Deployment small": "passed",
      "Deployment large": "passed",
    });
  });

  it("creates with an object, deletes with an old one, and updates one object with both, whatever they are called", async () => {
    const shrinks =
      "request.operation == 'DELETE' ? oldObject.spec.replicas < 5 : request.operation == 'CREATE' || oldObject.metadata.name == object.metadata.name && object.spec.replicas <= oldObject.spec.replicas";
    const [one, other] = ["{kind: Deployment, name: small}", "{kind: Deployment, name: large}"];
    const manifest = tests(
      `{object: ${other}, expect: admit}`,
      `{object: ${one}, oldObject: ${other}, expect: admit}`,
      `{object: ${other}, oldObject: ${one}, expect: deny}`,
      `{oldObject: ${one}, expect: admit}`,
      `{oldObject: ${other}, expect: deny}`,
    );
    expect(await judged(manifest, { "t/policy.yaml": policy("few", shrinks) })).toEqual({
      "Deployment large": "passed",
      "Deployment small (UPDATE of large)": "passed",
      "Deployment large (UPDATE of small)": "passed",
      "Deployment small (DELETE)": "passed",
      "Deployment large (DELETE)": "passed",
    });
  });

  it("judges each test with the parameters that it names, and with no others", async () => {
    const resources = [files["t/r.yaml"], settings("tight", "0"), settings("wide", "3")].join("---\n");
    const test = (param: string, expected: string): string =>
      `{object: {kind: Deployment, name: small}, param: {name: ${param}}, expect: ${expected}}`;
    const manifest = tests(test("tight", "deny"), test("wide", "admit"));
    expect(await judged(manifest, { "t/policy.yaml": withParams, "t/r.yaml": resources })).toEqual({
      "Deployment small, with tight": "passed",
      "Deployment small, with wide": "passed",
    });
  });

  it("knows who asks, and the namespace with its labels", async () => {
    const expression =
      "request.userInfo.username == 'ann' && 'ops' in request.userInfo.groups && namespaceObject.metadata.labels.tier == 'a'";
    const resources = `${deployment("small", 1, ", namespace: inner")}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: inner, labels: {tier: a}}\n`;
    const test = (name: string, expected: string): string =>
      `{object: {kind: Deployment, name: small, namespace: inner}, userInfo: {name: ${name}, groups: [ops]}, expect: ${expected}}`;
    const given = { "t/policy.yaml": policy("few", expression), "t/r.yaml": resources };
    expect(await judged(tests(test("ann", "admit"), test("bob", "deny")), given)).toEqual({
      "Deployment inner/small, by ann": "passed",
      "Deployment inner/small, by bob": "passed",
    });
  });

  it("takes parameters of a kind that is defined among the resources", async () => {
    const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: limits.example.com}
spec:
  group: example.com
  names: {kind: Limit, plural: limits, singular: limit, listKind: LimitList}
  scope: Cluster
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {most: {type: integer}}}}}]
`;
    const limit = (name: string, most: number): string =>
      `apiVersion: example.com/v1\nkind: Limit\nmetadata: {name: ${name}}\nmost: ${most}\n`;
    const given = {
      "t/policy.yaml": policy(
        "few",
        "object.spec.replicas <= params.most",
        "  paramKind: {apiVersion: example.com/v1, kind: Limit}",
      ),
      "t/r.yaml": [files["t/r.yaml"], definition, limit("low", 3), limit("high", 30)].join("---\n"),
    };
    const large = (name: string, expected: string): string =>
      `{object: {kind: Deployment, name: large}, param: {name: ${name}}, expect: ${expected}}`;
    expect(await judged(tests(large("low", "deny"), large("high", "admit")), given)).toEqual({
      "Deployment large, with low": "passed",
      "Deployment large, with high": "passed",
    });
  });

  it("is an error where an expression fails, whatever the policy says of failures", async () => {
    const fails = policy("few", "object.spec.none == 1", "  failurePolicy: Ignore");
    const manifest = tests("{object: {kind: Deployment, name: small}, expect: error}");
    expect(await judged(manifest, { "t/policy.yaml": fails })).toEqual({ "Deployment small": "passed" });
  });

  it("keeps bindings that are written beside the policy", async () => {
    const bound = `${files["t/policy.yaml"]}---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: only}
spec: {policyName: few, validationActions: [Deny], matchResources: {objectSelector: {matchLabels: {of: us}}}}
`;
    expect(await judged(tests(small), { "t/policy.yaml": bound })).toEqual({
      "Deployment small": "expected allow, got skip: `binding `only` of policy `few` does not match`",
    });
  });

  it("numbers tests that say the same", () => {
    expect(read(tests(small, small)).controls.flatMap(({ cases }) => cases.map(({ name }) => name))).toEqual([
      "Deployment small",
      "Deployment small#2",
    ]);
  });
});

describe("a problem with its line is", () => {
  const problemsOf = (manifest: string, others: Readonly<Record<string, string>> = {}): readonly string[] =>
    read(manifest, others).problems;

  it("a key that means nothing, and the rest is read", () => {
    const { controls, problems } = read(
      tests("{object: {kind: Deployment, name: small}, params: {name: x}, expect: admit}", small),
    );
    expect(problems).toEqual([
      "t/kaptest.yaml:6:47: bad-case: unknown key `params` in `testSuites[0].tests[0]` (did you mean `param`?)",
    ]);
    expect(controls.flatMap(({ cases }) => cases)).toHaveLength(2);
  });

  it("an expectation that is no such word", () => {
    expect(problemsOf(tests("{object: {kind: Deployment, name: small}, expect: allow}"))).toEqual([
      "t/kaptest.yaml:6:47: bad-case: `testSuites[0].tests[0].expect` must be one of admit, deny, error, skip, but is `allow`",
    ]);
  });

  it("a suite without tests, and a manifest without suites", () => {
    expect(problemsOf(`${head}- policy: few\n  tests: []\n`)).toEqual([
      "t/kaptest.yaml:5:3: bad-case: `testSuites[0].tests` must not be empty",
    ]);
    expect(problemsOf(`${head.trimEnd()} []\n`)).toEqual([
      "t/kaptest.yaml:3:1: bad-case: `testSuites` must not be empty",
    ]);
  });

  it("a policy, an object or parameters that are not there", () => {
    expect(problemsOf(head + suite("fewer", small))).toEqual([
      "t/kaptest.yaml:4:3: bad-case: there is no policy `fewer` in the files that are named (did you mean `few`?)",
    ]);
    expect(problemsOf(tests("{object: {kind: Deployment, name: smal}, expect: admit}"))).toEqual([
      "t/kaptest.yaml:6:6: bad-case: there is no Deployment `smal` in the files that are named (did you mean `small`?)",
    ]);
    const test = "{object: {kind: Deployment, name: small}, param: {name: none}, expect: admit}";
    expect(problemsOf(tests(test), { "t/policy.yaml": withParams })).toEqual([
      "t/kaptest.yaml:6:47: bad-case: there is no ConfigMap `none` in the files that are named (name its file in the manifest)",
    ]);
  });

  it("an object that is not of the group, the version or the namespace that the test says", () => {
    for (const said of ["group: batch", "version: v2", "namespace: other"])
      expect(problemsOf(tests(`{object: {kind: Deployment, name: small, ${said}}, expect: admit}`))).toEqual([
        "t/kaptest.yaml:6:6: bad-case: there is no Deployment `small` in the files that are named (did you mean `small`?)",
      ]);
  });

  it("an object of which there are two", () => {
    const two = { "t/r.yaml": [deployment("small", 1), deployment("small", 2)].join("---\n") };
    expect(problemsOf(tests(small), two)).toEqual([
      "t/kaptest.yaml:6:6: bad-case: there is more than one Deployment `small`: t/r.yaml:1 and t/r.yaml:6 (say which: by group, version or namespace, or rename one)",
    ]);
  });

  it("parameters that the policy does not take, and none where it takes some", () => {
    const test = "{object: {kind: Deployment, name: small}, param: {name: x}, expect: admit}";
    expect(problemsOf(tests(test))).toEqual([
      "t/kaptest.yaml:6:47: bad-case: the test names parameters, but the policy `few` has no `paramKind` (remove `param`)",
    ]);
    expect(problemsOf(tests(small), { "t/policy.yaml": withParams })).toEqual([
      "t/kaptest.yaml:6:5: bad-case: the policy `few` has parameters, and the test names none (name a ConfigMap as `param`)",
    ]);
  });

  it("a test without an object, and an update from one namespace to another", () => {
    expect(problemsOf(tests("{expect: admit}"))).toEqual([
      "t/kaptest.yaml:6:5: bad-case: the test names no object (name a resource as `object`, as `oldObject` (it is deleted), or both (it is updated))",
    ]);
    const apart = { "t/r.yaml": [deployment("small", 1), deployment("large", 1, ", namespace: b")].join("---\n") };
    const update =
      "{object: {kind: Deployment, name: small}, oldObject: {kind: Deployment, name: large}, expect: admit}";
    expect(problemsOf(tests(update), apart)).toEqual([
      "t/kaptest.yaml:6:5: bad-case: `object` is in the namespace `default`, and `oldObject` in `b` (name two that are in one namespace)",
    ]);
  });

  it("a file that is not there, and a second document", () => {
    expect(problemsOf(tests(small).replace("policy.yaml", "gone.yaml"))).toEqual([
      "t/kaptest.yaml:1:31: bad-file: there is no file `t/gone.yaml` (correct the path: it is relative to the folder of the file that names it)",
      "t/kaptest.yaml:4:3: bad-case: there is no policy `few` in the files that are named (name its file in the manifest)",
    ]);
    expect(problemsOf(`${tests(small)}---\n${tests(small)}`)).toEqual([
      "t/kaptest.yaml:8: bad-case: `t/kaptest.yaml` has more than one document, and kaptest reads the first alone (put the others into files of their own)",
    ]);
  });
});
