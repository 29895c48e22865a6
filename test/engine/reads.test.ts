import { afterAll, expect, test } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import type { Policy } from "../../harness/model/index.ts";

const engines = openEngines();
afterAll(() => engines.close());

const rego: Policy = {
  control: "ports",
  engine: "rego",
  sources: [
    {
      path: "rego/ports.rego",
      text: `package ports
deny contains "host port" if {
	some port in object.get(input.request.object.spec.containers[_], ["ports"], [])
	port.hostPort > 1024
	regex.match("^app-[a-z]+$", input.request.name)
}
`,
    },
  ],
};

const cel: Policy = {
  control: "ports",
  engine: "cel",
  sources: [
    {
      path: "cel/ports.yaml",
      text: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ports}
spec:
  matchConstraints:
    namespaceSelector: {matchLabels: {team: a}}
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations:
    - expression: object.spec.containers.all(c, c.?ports.orValue([]).all(p, !has(p.hostPort) || p.hostPort <= 2048))
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ports}
spec: {policyName: ports, validationActions: [Deny]}
`,
    },
  ],
};

test("what the policies of all engines look at is put together", async () => {
  const { reads, problems } = await engines.reads([rego, cel]);
  expect(problems).toEqual([]);
  expect(reads.chains).toEqual([
    ["hostPort"],
    ["ports"],
    ["request", "name"],
    ["spec", "containers", "*"],
    ["metadata", "labels", "team"],
    ["spec", "containers"],
  ]);
  expect([...reads.numbers].sort()).toEqual([1024, 2048]);
  expect(reads.patterns).toEqual(["^app-[a-z]+$"]);
  expect(reads.strings).toContain("a");
  expect(reads.matches).toEqual([
    { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
  ]);
});

test("two revisions of a policy in CEL, both of the same name, are both read", async () => {
  const [{ path, text } = { path: "", text: "" }] = cel.sources;
  const other: Policy = { ...cel, sources: [{ path, text: text.replace("<= 2048", "<= 4096") }] };
  const { reads } = await engines.reads([cel, other]);
  expect([...reads.numbers].sort()).toEqual([2048, 4096]);
});

test("what expressions in CEL look at in the request is told apart, and not what is only text", async () => {
  const [{ path, text } = { path: "", text: "" }] = cel.sources;
  const expression = `- expression: request.userInfo.groups.exists(g, g == 'request.not.this') || request.?namespace.orValue('') == object.metadata.name`;
  const asked: Policy = {
    ...cel,
    sources: [{ path, text: text.replace("- expression", `${expression}\n    - expression`) }],
  };
  const { reads } = await engines.reads([asked, rego]);
  expect(reads.requests).toEqual([
    ["request", "namespace"],
    ["request", "userInfo", "groups"],
  ]);
  const without = (await engines.reads([cel, rego])).reads;
  expect(reads.chains).toEqual(expect.arrayContaining([...without.chains]));
  expect(reads.chains).not.toContainEqual(["request", "namespace"]);
});

test("a policy that does not compile is a problem, and the others are read", async () => {
  const broken: Policy = { ...rego, sources: [{ path: "rego/broken.rego", text: "package broken\ndeny if {" }] };
  const { reads, problems } = await engines.reads([broken, cel]);
  expect(problems).toMatchObject([{ code: "bad-policy", place: { path: "rego/broken.rego" } }]);
  expect(reads.chains).toContainEqual(["spec", "containers"]);
});

test("the schema is the API server's own", async () => {
  const { value } = await engines.schema([{ group: "apps", version: "v1", kind: "Deployment" }]);
  expect(value?.kinds).toEqual([
    {
      group: "apps",
      version: "v1",
      kind: "Deployment",
      resource: "deployments",
      namespaced: true,
      subResources: ["scale", "status"],
      definition: "io.k8s.api.apps.v1.Deployment",
    },
  ]);
  expect(value?.definitions["io.k8s.api.apps.v1.DeploymentSpec"]?.required).toEqual(["selector", "template"]);
});
