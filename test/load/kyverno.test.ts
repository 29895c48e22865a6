import { afterAll, describe, expect, it } from "vitest";
import { runCases } from "../../harness/compare/index.ts";
import { type Engines, openEngines } from "../../harness/engine/index.ts";
import { openRoot } from "../../harness/load/_root.ts";
import { readKyverno } from "../../harness/load/foreign/kyverno.ts";
import { problemText, projectOf } from "./_project.ts";

const constraints = `  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE, DELETE], resources: [configmaps]}]`;

/** A ValidatingAdmissionPolicy on ConfigMaps. */
const validating = (name: string, expression: string): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ${name}}
spec:
${constraints}
  validations: [{expression: "${expression}", message: "${name} objects"}]
`;
const binding = (policy: string, more = ""): string => `---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: binding}
spec: {policyName: ${policy}, validationActions: [Deny]${more}}
`;
const mutating = `apiVersion: admissionregistration.k8s.io/v1alpha1
kind: MutatingAdmissionPolicy
metadata: {name: label}
spec:
${constraints.replace(", DELETE", "")}
  reinvocationPolicy: Never
  mutations:
  - patchType: ApplyConfiguration
    applyConfiguration: {expression: 'Object{metadata: Object.metadata{labels: {"team": "a"}}}'}
`;
const cluster = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: own}
spec:
  rules:
  - {name: first, match: {any: [{resources: {kinds: [ConfigMap]}}]}, validate: {message: no, deny: {}}}
  - {name: second, match: {any: [{resources: {kinds: [ConfigMap]}}]}, validate: {message: no, deny: {}}}
`;
const map = (name: string, more = "", namespace?: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}${namespace === undefined ? "" : `, namespace: ${namespace}`}${more}}\n`;

const head = "apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\nmetadata: {name: t}\n";
const testPath = "p/.kyverno-test/kyverno-test.yaml";

function read(test: string, files: Readonly<Record<string, string>> = {}) {
  const root = openRoot(projectOf({ [testPath]: head + test, ...files }));
  const { controls, problems } = readKyverno(root, testPath);
  return { controls, problems: problems.map(problemText) };
}

/** What is wrong with a Test. */
const say = (test: string, files: Readonly<Record<string, string>> = {}) => read(test, { ...basic, ...files }).problems;

const opened: Engines[] = [];
afterAll(() => {
  for (const engines of opened) engines.close();
});

/** What `assay test` would say of each case: passed, or how it differs. */
async function judged(test: string, files: Readonly<Record<string, string>>) {
  const { controls, problems } = read(test, files);
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

const basic = {
  "p/policy.yaml": validating("good", "object.metadata.name.startsWith('good')"),
  "p/.kyverno-test/r.yaml": `${map("good-one")}---\n${map("bad-one")}`,
};
const basicTest = "policies: [../policy.yaml]\nresources: [r.yaml]\n";

describe("a Test of ValidatingAdmissionPolicies", () => {
  it("is judged by the API server's code, with a binding to everything where it has none", async () => {
    const results = `results:
- {policy: good, kind: ConfigMap, resources: [good-one], result: pass, isValidatingAdmissionPolicy: true}
- {policy: good, kind: ConfigMap, resources: [bad-one], result: fail, isValidatingAdmissionPolicy: true}
`;
    expect(await judged(basicTest + results, basic)).toEqual({
      "ConfigMap good-one": "passed",
      "ConfigMap bad-one": "passed",
    });
  });

  it("fails where the policy applies to nothing and a denial is expected, which the CLI lets pass", async () => {
    const files = {
      ...basic,
      "p/policy.yaml":
        validating("good", "false") + binding("good", ", matchResources: {objectSelector: {matchLabels: {a: b}}}"),
    };
    const said = await judged(`${basicTest}results: [{policy: good, resources: [bad-one], result: fail}]\n`, files);
    expect(said["ConfigMap bad-one"]).toContain("expected deny, got skip");
  });

  it("knows namespaces by their labels, params, and who asks", async () => {
    const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: all}
spec:
  paramKind: {apiVersion: v1, kind: ConfigMap}
${constraints}
  validations:
  - {expression: "namespaceObject.metadata.labels['tier'] == params.data.tier", message: tier}
  - {expression: "request.userInfo.username == 'dev'", message: user}
${binding("all", ", paramRef: {name: settings, namespace: default, parameterNotFoundAction: Deny}")}`;
    const files = {
      "p/policy.yaml": policy,
      "p/.kyverno-test/r.yaml": `${map("one", "", "gold")}---\n${map("two", "", "tin")}`,
      "p/.kyverno-test/params.yaml": `${map("settings")}data: {tier: gold}\n`,
      "p/.kyverno-test/values.yaml":
        "apiVersion: cli.kyverno.io/v1alpha1\nkind: Value\nnamespaceSelector: [{name: gold, labels: {tier: gold}}, {name: tin, labels: {tier: tin}}]\n",
      "p/.kyverno-test/user.yaml": "apiVersion: cli.kyverno.io/v1alpha1\nkind: UserInfo\nuserInfo: {username: dev}\n",
    };
    const test = `${basicTest}paramResources: [params.yaml]\nvariables: values.yaml\nuserinfo: user.yaml
results:
- {policy: all, resources: [gold/one], result: pass}
- {policy: all, resources: [two], result: fail}
`;
    expect(await judged(test, files)).toEqual({ "ConfigMap gold/one": "passed", "ConfigMap tin/two": "passed" });
  });

  it("asks updates and deletions where a result, or the values, name the operation", () => {
    const test = `${basicTest}values: {globalValues: {request.operation: UPDATE}}
results:
- {policy: good, resources: [good-one], result: pass}
- {policy: good, resources: [good-one], result: pass, operation: DELETE}
`;
    const [control] = read(test, basic).controls;
    expect(control?.cases.map(({ name, request }) => [name, request.operation, Object.keys(request)])).toEqual([
      ["ConfigMap good-one (UPDATE)", "UPDATE", ["operation", "object", "user"]],
      ["ConfigMap good-one (DELETE)", "DELETE", ["operation", "oldObject", "user"]],
    ]);
  });
});

describe("a Test of MutatingAdmissionPolicies", () => {
  it("is held to the changed objects, whatever version the policies are of", async () => {
    const files = {
      "p/policy.yaml": mutating,
      "p/.kyverno-test/r.yaml": `${map("one")}---\n${map("two")}---\n${map("three", ", labels: {team: a}")}`,
      "p/.kyverno-test/changed.yaml": `${map("one", ", labels: {team: a}, annotations: {}")}---\n${map("two", ", labels: {team: b}")}---\n${map("three", ", labels: {team: a}")}`,
    };
    const test = `${basicTest}results: [{policy: label, result: pass, patchedResources: changed.yaml}]\n`;
    expect(await judged(test, files)).toEqual({
      "ConfigMap one": "passed",
      "ConfigMap two": 'expected `metadata.labels.team` "b", got "a"',
      "ConfigMap three": "passed",
    });
  });
});

describe("a Test of Kyverno's own kinds", () => {
  const files = { ...basic, "p/policy.yaml": cluster };

  it("makes a control of each rule, with all that the CLI is given as sources", () => {
    const test = `${basicTest}values: {globalValues: {a: b}}
userinfo: user.yaml
exceptions: [exception.yaml]
results:
- {policy: own, rule: first, resources: [good-one, bad-one], result: fail}
- {policy: own, rule: autogen-second, resources: [good-one], result: skip}
- {policy: own, resources: [good-one], result: warn}
`;
    const user = "apiVersion: cli.kyverno.io/v1alpha1\nkind: UserInfo\nroles: [r]\nuserInfo: {}\n";
    const exception = "apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: {name: e}\n";
    const { controls, problems } = read(test, {
      ...files,
      "p/.kyverno-test/user.yaml": user,
      "p/.kyverno-test/exception.yaml": exception,
    });
    expect(problems).toEqual([]);
    expect(controls.map(({ id, policies: [policy] }) => [id, policy?.engine, policy?.entrypoints])).toEqual([
      ["p/own/first", "kyverno", ["own/first"]],
      ["p/own/autogen-second", "kyverno", ["own/autogen-second"]],
      ["p/own", "kyverno", ["own/*"]],
    ]);
    expect(controls[0]?.policies[0]?.sources).toEqual([
      { path: "p/policy.yaml", text: cluster },
      { path: "values", text: '{"globalValues":{"a":"b"},"apiVersion":"cli.kyverno.io/v1alpha1","kind":"Values"}' },
      { path: "p/.kyverno-test/user.yaml", text: expect.stringContaining('"roles":["r"]') },
      { path: "p/.kyverno-test/exception.yaml", text: exception },
    ]);
    expect(
      controls.map(({ cases }) => cases.map(({ name, expect: { place: _, ...expected } }) => [name, expected])),
    ).toEqual([
      [
        ["ConfigMap good-one", { decision: "deny" }],
        ["ConfigMap bad-one", { decision: "deny" }],
      ],
      [["ConfigMap good-one", { decision: "skip" }]],
      [["ConfigMap good-one", { decision: "allow", warnings: [""] }]],
    ]);
    expect(controls[0]?.cases[1]?.place).toEqual({ path: testPath, line: 10, column: 52 });
  });

  it("hands on what is there in the cluster, with the CRDs that it names", () => {
    const cluster =
      "apiVersion: cli.kyverno.io/v1alpha1\nkind: ClusterResource\nspec: {crds: [crd.yaml], resources: [{kind: X}]}\n";
    const crd = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: x}\n";
    const test = `${basicTest}clusterResources: [cluster.yaml]\nresults: [{policy: own, resources: [good-one], result: pass}]\n`;
    const { controls, problems } = read(test, {
      ...files,
      "p/.kyverno-test/cluster.yaml": cluster,
      "p/.kyverno-test/crd.yaml": crd,
    });
    expect(problems).toEqual([]);
    expect(controls[0]?.policies[0]?.sources.slice(1)).toEqual([
      {
        path: "p/.kyverno-test/cluster.yaml",
        text: '{"apiVersion":"cli.kyverno.io/v1alpha1","kind":"ClusterResource","spec":{"resources":[{"kind":"X"}]}}',
      },
      { path: "p/.kyverno-test/crd.yaml", text: crd },
    ]);
    expect(
      say(
        `${basicTest}clusterResources: [cluster.yaml]\nresults: [{policy: good, resources: [good-one], result: pass}]\n`,
        { "p/.kyverno-test/cluster.yaml": cluster },
      ),
    ).toEqual([
      "p/.kyverno-test/cluster.yaml:1: bad-file: there is no file `p/.kyverno-test/crd.yaml` (correct the path: it is relative to the folder of the file that names it)",
    ]);
  });

  it("sets aside what the CLI is not asked about, and hands on what stands for answers of services", () => {
    const result = "{policy: own, rule: first, resources: [good-one], result: pass";
    const skips = (test: string) => read(basicTest + test, files).controls[0]?.cases[0]?.skip;
    expect(skips(`results: [${result}}]\n`)).toBeUndefined();
    expect(skips(`results: [${result}, generatedResource: x.yaml}]\n`)).toContain("`generatedResource`");
    const rules = "values: {policies: [{name: own, rules: [{name: first, values: {a: b}}]}]}\n";
    expect(skips(`${rules}results: [${result}, patchedResources: r.yaml}]\n`)).toContain("`patchedResources`");
    expect(skips(`targetResources: [r.yaml]\nresults: [${result}}]\n`)).toContain("`targetResources`");
    const payloads = read(
      `policies: [../policy.yaml]\njsonPayloads: [x.json]\nresults: [${result.replace("good-one", "x.json")}}]\n`,
      files,
    );
    expect(payloads.problems).toEqual([]);
    expect(payloads.controls[0]?.cases).toMatchObject([
      { name: "x.json", skip: expect.stringContaining("`jsonPayloads`") },
    ]);
    const test = `${basicTest}apiCallResponses: [{urlPath: /x}]\nresults: [${result}}]\n`;
    const [control] = read(test, files).controls;
    expect(control?.policies[0]?.sources.at(-1)).toEqual({
      path: testPath,
      text: '{"apiVersion":"cli.kyverno.io/v1alpha1","kind":"Test","apiCallResponses":[{"urlPath":"/x"}]}',
    });
    expect(control?.cases[0]?.skip).toBeUndefined();
  });
});

describe("a Test that is wrong", () => {
  const result = "{policy: good, resources: [good-one], result: pass}";

  it("has no results, or unknown keys", () => {
    expect(say(basicTest)).toEqual([`${testPath}:1:1: bad-case: \`results\` is missing`]);
    expect(say(`${basicTest}results: []\n`)).toEqual([`${testPath}:6:1: bad-case: \`results\` must not be empty`]);
    expect(say(`${basicTest}resuorces: []\nresults: [${result.replace("resources", "resourses")}]\n`)).toEqual([
      `${testPath}:6:1: bad-case: unknown key \`resuorces\` (did you mean \`resources\`?)`,
      `${testPath}:7:26: bad-case: unknown key \`resourses\` in \`results[0]\` (did you mean \`resources\`?)`,
    ]);
    expect(say(`${basicTest}results: [${result.replace("pass", "passed")}]\n`)).toEqual([
      `${testPath}:6:49: bad-case: \`results[0].result\` must be one of pass, fail, skip, warn, error, but is \`passed\``,
    ]);
  });

  it("names policies, rules and resources that are not there", () => {
    expect(
      say(
        `${basicTest}results:\n- ${result.replace("good,", "goood,")}\n- ${result.replace("good-one", "good-noe")}\n`,
      ),
    ).toEqual([
      `${testPath}:7:4: bad-case: the Test has no policy \`goood\` (did you mean \`good\`?)`,
      `${testPath}:8:30: bad-case: the Test has no resource \`good-noe\` (did you mean \`good-one\`?)`,
    ]);
    const own = { "p/policy.yaml": cluster };
    expect(
      say(`${basicTest}results: [{policy: own, rule: frist, resources: [good-one], result: pass}]\n`, own),
    ).toEqual([`${testPath}:6:25: bad-case: ClusterPolicy \`own\` has no rule \`frist\` (did you mean \`first\`?)`]);
    expect(say(`${basicTest}results: [{policy: good, rule: first, resources: [good-one], result: pass}]\n`)).toEqual([
      `${testPath}:6:26: bad-case: ValidatingAdmissionPolicy \`good\` has no rules, but the result names \`first\` (remove \`rule\`)`,
    ]);
    expect(
      say(
        `${basicTest}results: [{policy: good, kind: Pod, resources: [good-one], result: pass}, {policy: good, kind: Pod, result: fail}]\n`,
      ),
    ).toEqual([
      `${testPath}:6:49: bad-case: the Test has no Pod \`good-one\`, but ConfigMap \`good-one\` (correct \`kind\`)`,
      `${testPath}:6:75: bad-case: the Test has no resource of kind \`Pod\` (name resources in the Test, or remove the result)`,
    ]);
  });

  it("names files that are not there, are elsewhere, or hold nothing", () => {
    const files = `policies: [../policy.yaml, ../nosuch.yaml]\nresources: [r.yaml, ../../../out.yaml, "https://example.com/r.yaml", empty.yaml]\n`;
    expect(say(`${files}results: [${result}]\n`, { "p/.kyverno-test/empty.yaml": "# nothing\n" })).toEqual([
      `${testPath}:4:28: bad-file: there is no file \`p/nosuch.yaml\` (correct the path: it is relative to the folder of the file that names it)`,
      `${testPath}:5:21: bad-file: \`../../../out.yaml\` leads out of the project (copy it into the project)`,
      `${testPath}:5:40: bad-file: \`https://example.com/r.yaml\` would be fetched from the network, which no run of Assay uses (save it beside the Test, and name the file)`,
      `${testPath}:5:70: bad-file: \`p/.kyverno-test/empty.yaml\` holds no object (take it out of the Test)`,
    ]);
  });

  it("has a binding without its policy, an object twice, and what is no policy", () => {
    const policies = `${basic["p/policy.yaml"]}${binding("other")}---\n${map("x")}`;
    const files = { "p/policy.yaml": policies, "p/.kyverno-test/r.yaml": `${map("good-one")}---\n${map("good-one")}` };
    expect(say(`${basicTest}results: [${result}]\n`, files)).toEqual([
      "p/.kyverno-test/r.yaml:5: bad-case: the Test has ConfigMap `good-one` twice: it is at p/.kyverno-test/r.yaml:1 too (rename one of them, or take it out)",
      "p/policy.yaml:9: bad-case: ValidatingAdmissionPolicyBinding `binding` is for a policy `other`, which the Test does not have (correct `spec.policyName`, or name the policy's file)",
      "p/policy.yaml:14: bad-policy: ConfigMap `x` is no policy (take it out of the files under `policies`)",
    ]);
  });

  it("says nothing of what becomes of a resource that a rule must change", () => {
    const files = { "p/policy.yaml": mutating, "p/.kyverno-test/changed.yaml": map("good-one", ", labels: {team: a}") };
    expect(
      say(`${basicTest}results: [{policy: label, result: pass, patchedResources: changed.yaml}]\n`, files),
    ).toEqual([
      `${testPath}:6:41: bad-case: \`changed.yaml\` does not say what becomes of ConfigMap \`bad-one\` (write the changed object into it, or take the resource out)`,
    ]);
  });

  it("has values and users of another format", () => {
    const header = "apiVersion: cli.kyverno.io/v1alpha1\nkind: Values\n";
    const files = {
      "p/.kyverno-test/v.yaml": `${header}namespaceSelectors: []\n`,
      "p/.kyverno-test/u.yaml": `${header}username: dev\nuserInfo: {}\n`,
    };
    expect(say(`${basicTest}variables: v.yaml\nuserinfo: u.yaml\nresults: [${result}]\n`, files)).toEqual([
      "p/.kyverno-test/u.yaml:3:1: bad-case: unknown key `username` (known: `apiVersion`, `kind`, `metadata`, `roles`, `clusterRoles`, `synchronize`, `userInfo`)",
      "p/.kyverno-test/v.yaml:3:1: bad-case: unknown key `namespaceSelectors` (did you mean `namespaceSelector`?)",
    ]);
  });
});
