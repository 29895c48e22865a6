import { afterAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import type { EngineId, Judge, Policy, Request } from "../../harness/model/index.ts";
import { regoPolicy } from "./_rego.ts";
import { constraint, template, templatePolicy } from "./_templates.ts";

const engines = openEngines();
afterAll(() => engines.close());

const vap = (expression: string) => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: no-host-pid}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]}]
  validations:
    - expression: "${expression}"
      message: hostPID is not allowed
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: no-host-pid}
spec: {policyName: no-host-pid, validationActions: [Deny]}
`;
const noHostPid = "!has(object.spec.hostPID) || !object.spec.hostPID";

const pods = "{match: {kinds: [{apiGroups: [''], kinds: [Pod]}]}}";
const templates =
  template("NoHostPID", {
    parameters: "{number: {type: integer}}",
    cel: {
      expression: "!variables.anyObject.spec.?hostPID.orValue(false)",
      messageExpression: "'hostPID is not allowed'",
    },
    rego: 'package x\n\nviolation[{"msg": "hostPID is not allowed"}] {\n\tinput.review.object.spec.hostPID\n}\n',
  }) + constraint("NoHostPID", "pods", pods);

const policies: Readonly<Record<Exclude<EngineId, "kyverno" | "command" | "cluster">, Policy>> = {
  rego: regoPolicy('package x\n\ndeny contains "hostPID is not allowed" if input.request.object.spec.hostPID\n'),
  topdown: regoPolicy('package x\n\ndeny contains "hostPID is not allowed" if input.request.object.spec.hostPID\n'),
  cel: celPolicy(vap(noHostPid)),
  gatekeeper: templatePolicy(templates),
  podsecurity: {
    control: "x",
    engine: "podsecurity",
    sources: [
      {
        path: "podsecurity/x/policy.yaml",
        text: `checks: [hostNamespaces]
configuration:
  apiVersion: pod-security.admission.config.k8s.io/v1
  kind: PodSecurityConfiguration
  defaults: {enforce: baseline, enforce-version: latest}
`,
      },
    ],
  },
};

function celPolicy(text: string): Policy {
  return { control: "x", engine: "cel", sources: [{ path: "cel/x/policy.yaml", text }] };
}

function pod(spec: string): Request {
  const text = `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: i}], ${spec}}\n`;
  return { operation: "CREATE", object: { text } };
}

async function judgeOf(policy: Policy, id: EngineId = policy.engine, kubernetes?: string): Promise<Judge> {
  const { judge, problems } = await engines.get(id).compile([policy], kubernetes === undefined ? {} : { kubernetes });
  expect(problems).toEqual([]);
  return judge as Judge;
}

const contracts: readonly (readonly [name: string, policy: Policy])[] = [
  ...(["rego", "topdown", "cel", "podsecurity", "gatekeeper"] as const).map(
    (id) => [`the ${id} engine`, { ...policies[id], engine: id }] as const,
  ),
  ...(["rego", "topdown", "cel"] as const).map(
    (id) => [`the ${id} engine on a template of Gatekeeper`, templatePolicy(templates, id)] as const,
  ),
];

describe.for(contracts)("%s", ([, policy]) => {
  const judge = judgeOf(policy);

  it("denies what its policy denies, and allows the rest", async () => {
    const [bad, good] = await Promise.all([
      (await judge)(pod("hostPID: true"), {}),
      (await judge)(pod("hostPID: false"), {}),
    ]);
    expect([bad.decision, good.decision]).toEqual(["deny", "allow"]);
    expect(bad.violations.map(({ message }) => message)).toEqual([
      policy.engine === "podsecurity" ? "host namespaces (hostPID=true)" : "hostPID is not allowed",
    ]);
  });

  it("takes an object that the API server refuses as an error in the server's words", async () => {
    const verdict = await (await judge)(pod("restartPolicy: Sometimes"), {});
    expect(verdict.decision).toBe("error");
    expect(verdict.errors?.map(({ code }) => code)).toEqual(["bad-object"]);
    expect(verdict.errors?.[0]?.message).toContain('Unsupported value: "Sometimes"');
  });

  it("takes text that is not an object as an error", async () => {
    const verdict = await (await judge)({ operation: "CREATE", object: { text: "a: [" } }, {});
    expect(verdict.errors?.map(({ code }) => code)).toEqual(["bad-object"]);
  });

  it("takes a world that the API server refuses as an error", async () => {
    const verdict = await (await judge)(pod("hostPID: true"), {
      namespaces: [{ apiVersion: "v1", kind: "Namespace", metadata: { name: "Not A Name" } }],
    });
    expect(verdict.errors?.map(({ code }) => code)).toEqual(["bad-world"]);
  });

  it("judges a thousand requests that are asked at once, in as many worlds as there are", async () => {
    const requests = Array.from({ length: 1000 }, (_, index) => pod(`hostPID: ${index % 2 === 0}`));
    const world = (index: number) => ({ params: { number: index % 300 } });
    const verdicts = await Promise.all(requests.map(async (request, index) => (await judge)(request, world(index))));
    expect(verdicts.map(({ decision }) => decision)).toEqual(
      requests.map((_, index) => (index % 2 === 0 ? "deny" : "allow")),
    );
  });
});

describe("an object in Rego", () => {
  const says = async (rule: string, request: Request, world = {}) => {
    const judge = await judgeOf(regoPolicy(`package x\n\ndeny contains sprintf("%v", [${rule}])\n`));
    return (await judge(request, world)).violations.map(({ message }) => message);
  };

  it("is what the API server makes of it, with defaults", async () => {
    expect(await says("input.request.object.spec.restartPolicy", pod("hostPID: true"))).toEqual(["Always"]);
    expect(await says("input.request.namespace", pod("hostPID: true"))).toEqual(["default"]);
  });

  it("is what was written where the case is raw", async () => {
    const request: Request = {
      operation: "CREATE",
      object: { text: "apiVersion: v1\nkind: Pod\nspec: {on: yes, port: 0755}\n" },
    };
    expect(await says("input.request.object.spec", request, { raw: true })).toEqual(['{"port": 493, "true": true}']);
  });

  it("keeps integers that a double cannot hold", async () => {
    const request = pod("securityContext: {runAsUser: 9007199254740993}");
    expect(
      await says("input.request.object.spec.securityContext.runAsUser == 9007199254740993", request, {
        validate: false,
      }),
    ).toEqual(["true"]);
  });

  it("has the same warnings from the server as it has in CEL", async () => {
    const text =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {seccomp.security.alpha.kubernetes.io/pod: runtime/default}}\nspec: {containers: [{name: a, image: i}]}\n";
    const request: Request = { operation: "CREATE", object: { text } };
    const [rego, cel] = await Promise.all([judgeOf(policies.rego), judgeOf(policies.cel)]);
    const [left, right] = await Promise.all([rego(request, {}), cel(request, {})]);
    expect(left.warnings.length).toBeGreaterThan(0);
    expect(left.warnings).toEqual(right.warnings);
  });
});

describe("policies of the API server", () => {
  it("that the server refuses are problems with their place, and the others are compiled", async () => {
    const broken = { ...celPolicy(vap("object.spec.").replaceAll("no-host-pid", "broken")) };
    const sources = [{ path: "cel/broken.yaml", text: broken.sources[0]?.text ?? "" }, ...policies.cel.sources];
    const { judge, problems } = await engines.get("cel").compile([{ ...policies.cel, sources }]);
    expect(problems.map(({ code, place }) => [code, place?.path])).toContainEqual(["bad-policy", "cel/broken.yaml"]);
    expect((await judge?.(pod("hostPID: true"), {}))?.decision).toBe("deny");
  });

  it("are compiled for the release that a case asks for", async () => {
    const policy = celPolicy(vap("format.named('dns1123Label').hasValue()"));
    const [newer, older] = await Promise.all([judgeOf(policy), judgeOf(policy, "cel", "1.37")]);
    expect((await newer(pod("hostPID: true"), {})).decision).toBe("allow");
    const verdict = await older(pod("hostPID: true"), { kubernetes: "1.28" });
    expect(verdict.errors?.map(({ code }) => code)).toEqual(["bad-policy"]);
  });

  it("that the server refuses make no judge where only their binding is left", async () => {
    const { judge, problems } = await engines.get("cel").compile([celPolicy(vap("object.spec."))]);
    expect(judge).toBeUndefined();
    expect(problems.map(({ code }) => code)).toEqual(["bad-policy"]);
  });

  it("in no source are a problem", async () => {
    const { judge, problems } = await engines.get("cel").compile([celPolicy("")]);
    expect(judge).toBeUndefined();
    expect(problems.length).toBe(1);
  });
});

describe("reading", () => {
  it("gives each document with its line, and the reader's words for one that cannot be read", async () => {
    const { value } = await engines.read("a: 1\n---\nb: [\n");
    expect(value?.documents.map(({ line, object }) => [line, object])).toEqual([
      [1, { a: 1 }],
      [3, undefined],
    ]);
    expect(value?.documents[1]?.error).toBeDefined();
  });
});
