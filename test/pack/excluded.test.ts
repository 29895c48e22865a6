import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import { loadProject } from "../../harness/load/index.ts";
import type { JsonObject, Judge, Policy, Request } from "../../harness/model/index.ts";

const engines = openEngines();
let server: Judge;
let control: Judge;

beforeAll(async () => {
  const text = [policyFor("*", "*/*"), binding].map((object) => JSON.stringify(object)).join("\n---\n");
  server = await compiled([{ control: "asked", engine: "cel", sources: [{ path: "asked.yaml", text }] }]);
  const { controls } = loadProject(join(import.meta.dirname, "../.."));
  control = await compiled(controls.find(({ id }) => id === "vap.excluded-target")?.policies ?? []);
});

afterAll(() => engines.close());

async function compiled(policies: readonly Policy[]): Promise<Judge> {
  const { judge, problems } = await engines.get(policies[0]?.engine ?? "rego").compile(policies);
  if (judge === undefined) throw new Error(JSON.stringify(problems));
  return judge;
}

/** A policy for a resource that denies all that it is asked about. */
function policyFor(group: string, resource: string): JsonObject {
  const rule = { apiGroups: [group], apiVersions: ["*"], operations: ["*"], resources: [resource] };
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: "asked" },
    spec: { matchConstraints: { resourceRules: [rule] }, validations: [{ expression: "false" }] },
  };
}

const binding = {
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingAdmissionPolicyBinding",
  metadata: { name: "asked" },
  spec: { policyName: "asked", validationActions: ["Deny"] },
};
const attributes = "resourceAttributes: {namespace: team-a, verb: get, resource: pods}";
const rules = "[{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]";
const mutations = `[{patchType: ApplyConfiguration, applyConfiguration: {expression: "Object{}"}}]`;

/** The group, the resource, and what of the object says that it is one. */
const targets: readonly (readonly [string, string, string])[] = [
  ["authentication.k8s.io", "tokenreviews", "kind: TokenReview\nspec: {token: a}"],
  ["authentication.k8s.io", "selfsubjectreviews", "kind: SelfSubjectReview"],
  ["authorization.k8s.io", "subjectaccessreviews", `kind: SubjectAccessReview\nspec: {user: dev, ${attributes}}`],
  [
    "authorization.k8s.io",
    "localsubjectaccessreviews",
    `kind: LocalSubjectAccessReview\nmetadata: {namespace: team-a}\nspec: {user: dev, ${attributes}}`,
  ],
  ["authorization.k8s.io", "selfsubjectaccessreviews", `kind: SelfSubjectAccessReview\nspec: {${attributes}}`],
  ["authorization.k8s.io", "selfsubjectrulesreviews", "kind: SelfSubjectRulesReview\nspec: {namespace: team-a}"],
  [
    "admissionregistration.k8s.io",
    "validatingadmissionpolicies",
    `kind: ValidatingAdmissionPolicy\nmetadata: {name: a}\nspec: {matchConstraints: {resourceRules: ${rules}}, validations: [{expression: "true"}]}`,
  ],
  [
    "admissionregistration.k8s.io",
    "validatingadmissionpolicybindings",
    "kind: ValidatingAdmissionPolicyBinding\nmetadata: {name: a}\nspec: {policyName: a, validationActions: [Deny]}",
  ],
  [
    "admissionregistration.k8s.io",
    "mutatingadmissionpolicies",
    `kind: MutatingAdmissionPolicy\nmetadata: {name: a}\nspec: {matchConstraints: {resourceRules: ${rules}}, mutations: ${mutations}, reinvocationPolicy: Never}`,
  ],
  [
    "admissionregistration.k8s.io",
    "mutatingadmissionpolicybindings",
    "kind: MutatingAdmissionPolicyBinding\nmetadata: {name: a}\nspec: {policyName: a}",
  ],
  [
    "admissionregistration.k8s.io",
    "validatingwebhookconfigurations",
    "kind: ValidatingWebhookConfiguration\nmetadata: {name: a}",
  ],
  [
    "admissionregistration.k8s.io",
    "mutatingwebhookconfigurations",
    "kind: MutatingWebhookConfiguration\nmetadata: {name: a}",
  ],
  ["rbac.authorization.k8s.io", "clusterroles", "kind: ClusterRole\nmetadata: {name: a}"],
];

describe("what policies are never asked about", () => {
  it.each(targets)("is denied in a policy, and nothing else is: %s %s", async (group, resource, fields) => {
    const request: Request = { operation: "CREATE", object: { text: `apiVersion: ${group}/v1\n${fields}\n` } };
    const policy: Request = { operation: "CREATE", object: { json: policyFor(group, resource) } };
    const [asked, named] = [await server(request, {}), await control(policy, {})];
    expect(["deny", "skip"]).toContain(asked.decision);
    expect(named.decision).toBe(asked.decision === "skip" ? "deny" : "allow");
  });

  it("is not the token of a service account, for which a policy may be", async () => {
    const token = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
    const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "robot", namespace: "team-a" } };
    const asked = await server(
      { operation: "CREATE", object: { json: token }, subResource: "token", name: "robot", namespace: "team-a" },
      { objects: [account] },
    );
    const policy: Request = { operation: "CREATE", object: { json: policyFor("", "serviceaccounts/token") } };
    expect(asked.decision).toBe("deny");
    expect((await control(policy, {})).decision).toBe("allow");
  });
});
