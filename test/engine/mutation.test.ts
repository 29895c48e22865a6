import { afterAll, expect, test } from "vitest";
import { runCases } from "../../harness/compare/index.ts";
import { openEngines } from "../../harness/engine/index.ts";
import { loadProject } from "../../harness/load/index.ts";
import type { Judge, Policy, Request } from "../../harness/model/index.ts";
import { projectOf } from "../load/_project.ts";

const engines = openEngines();
afterAll(() => engines.close());

const api = "admissionregistration.k8s.io";

/** Gives every Pod a label, by the version of the API that is named. */
const labels = (version: string) => `apiVersion: ${api}/${version}
kind: MutatingAdmissionPolicy
metadata: {name: labels}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  reinvocationPolicy: Never
  mutations:
    - patchType: ApplyConfiguration
      applyConfiguration:
        expression: 'Object{metadata: Object.metadata{labels: {"team": object.metadata.namespace}}}'
---
apiVersion: ${api}/${version}
kind: MutatingAdmissionPolicyBinding
metadata: {name: labels}
spec: {policyName: labels}
`;

const mustHaveTeam = `apiVersion: ${api}/v1
kind: ValidatingAdmissionPolicy
metadata: {name: team}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: "has(object.metadata.labels) && 'team' in object.metadata.labels", message: no team}]
---
apiVersion: ${api}/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: team}
spec: {policyName: team, validationActions: [Deny]}
`;

const pod =
  "apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: a}\nspec: {containers: [{name: app, image: i}]}\n";

const creation: Request = { operation: "CREATE", object: { text: pod } };

function celOf(text: string, control = "x"): Policy {
  return { control, engine: "cel", sources: [{ path: `cel/${control}/policy.yaml`, text }] };
}

async function judgeOf(policy: Policy, kubernetes?: string): Promise<Judge> {
  const { judge, problems } = await engines
    .get("cel")
    .compile([policy], kubernetes === undefined ? {} : { kubernetes });
  expect(problems).toEqual([]);
  return judge as Judge;
}

test("a mutating policy alone judges, and its verdict has what it made of the object", async () => {
  const judge = await judgeOf(celOf(labels("v1")));
  const { decision, object } = await judge(creation, {});
  expect({ decision, object }).toMatchObject({ decision: "allow", object: { metadata: { labels: { team: "a" } } } });
});

test("a binding of a mutating policy judges nothing by itself", async () => {
  const binding = labels("v1").split("---\n")[1] ?? "";
  const { judge, problems } = await engines.get("cel").compile([celOf(binding)]);
  expect(judge).toBeUndefined();
  expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    "bad-policy: binding `labels` is for policy `labels`, which is not among the sources; correct `spec.policyName` or add the policy",
  ]);
});

test("one control's mutation is unseen by another that judges the same request", async () => {
  const request = { ...creation };
  const [both, alone] = await Promise.all(
    [celOf(`${labels("v1")}---\n${mustHaveTeam}`), celOf(mustHaveTeam, "y")].map(async (policy) => judgeOf(policy)),
  );
  const verdicts = await Promise.all([both, alone].map((judge) => judge?.(request, {})));
  expect(verdicts.map((each) => each?.decision)).toEqual(["allow", "deny"]);
});

test.for(["1.34", "1.35"])("Kubernetes %s has mutating policies in beta alone", async (release) => {
  const judge = await judgeOf(celOf(labels("v1beta1")), release);
  expect(await judge(creation, {})).toMatchObject({
    decision: "allow",
    object: { metadata: { labels: { team: "a" } } },
  });
  const { problems } = await engines.get("cel").compile([celOf(labels("v1"))], { kubernetes: release });
  expect(problems[0]?.message).toContain(`no matches for kind "MutatingAdmissionPolicy" in version "${api}/v1"`);
});

test("a case says what must become of its object", async () => {
  const written = (name: string, object: string) => `case: ${name}
request: {object: {apiVersion: v1, kind: Pod, metadata: {name: app}, spec: {containers: [{name: app, image: i}]}}}
expect: {decision: allow, object: ${object}}
---
`;
  const root = projectOf({
    "cel/team/policy.yaml": labels("v1"),
    "cases/team/labels.case.yaml": [
      written("the label is there", "{metadata: {name: app, labels: {team: default}}, spec: {hostPID: null}}"),
      written("the label is another", "{metadata: {labels: {team: other}}, spec: {hostPID: true}}"),
    ].join(""),
  });
  const { controls, problems } = loadProject(root);
  expect(problems).toEqual([]);
  const { findings, outcomes } = await runCases(controls, engines, { engines: ["cel"] });
  expect(outcomes.map((outcome) => `${outcome.case}: ${outcome.status}`)).toEqual([
    "the label is there: passed",
    "the label is another: failed",
  ]);
  expect(findings.flatMap((finding) => ("differences" in finding ? finding.differences : [finding.kind]))).toEqual([
    'expected `metadata.labels.team` "other", got "default"',
    "expected `spec.hostPID` true, got nothing",
  ]);
});
