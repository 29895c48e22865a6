import { afterAll, describe, expect, test } from "vitest";
import { type Engines, openEngines } from "../../harness/engine/index.ts";
import type { EngineId, JsonObject, Judge, Policy, Request } from "../../harness/model/index.ts";

const engines: Engines = openEngines();
afterAll(() => engines.close());

/** A field whose feature gate is off in 1.34, and on since. */
const spec: JsonObject = { hostnameOverride: "a.b", containers: [{ name: "a", image: "i" }] };
const request = (): Request => ({
  operation: "CREATE",
  object: { json: { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec } },
});

const policies: Readonly<Record<"rego" | "topdown" | "cel", Policy>> = {
  rego: regoPolicy("rego"),
  topdown: regoPolicy("topdown"),
  cel: {
    control: "hostname",
    engine: "cel",
    sources: [
      {
        path: "cel/hostname.yaml",
        text: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: hostname}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: "!has(object.spec.hostnameOverride)", message: its own hostname}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: hostname}
spec: {policyName: hostname, validationActions: [Deny]}
`,
      },
    ],
  },
};

function regoPolicy(engine: EngineId): Policy {
  const text = `package hostname
deny contains "its own hostname" if input.request.object.spec.hostnameOverride
`;
  return { control: "hostname", engine, sources: [{ path: "rego/hostname.rego", text }] };
}

async function judgeOf(policy: Policy, kubernetes?: string): Promise<Judge> {
  const { judge, problems } = await engines
    .get(policy.engine)
    .compile([policy], kubernetes === undefined ? {} : { kubernetes });
  expect(problems).toEqual([]);
  return judge as Judge;
}

test("the engine says which releases it can stand for", async () => {
  expect(await engines.releases()).toEqual({ value: { oldest: "1.26", emulated: "1.34", own: "1.37" } });
});

describe.each(["rego", "topdown", "cel"] as const)("%s judges what a server of a release admits", (engine) => {
  const decisions = async (judge: Judge, releases: readonly (string | undefined)[]) =>
    Promise.all(
      releases.map(async (kubernetes) => {
        const { decision } = await judge(request(), kubernetes === undefined ? {} : { kubernetes });
        return [kubernetes, decision];
      }),
    );

  test("that a world names, and of one too old to be emulated what the oldest emulated one admits", async () => {
    const judge = await judgeOf(policies[engine]);
    expect(await decisions(judge, [undefined, "1.37", "1.35", "1.34", "1.30"])).toEqual([
      [undefined, "deny"],
      ["1.37", "deny"],
      ["1.35", "deny"],
      ["1.34", "allow"],
      ["1.30", "allow"],
    ]);
  });

  test("that it is compiled for, unless the world names another", async () => {
    const judge = await judgeOf(policies[engine], "1.34");
    expect(await decisions(judge, [undefined, "1.36"])).toEqual([
      [undefined, "allow"],
      ["1.36", "deny"],
    ]);
  });

  test("and knows no other release", async () => {
    const { judge, problems } = await engines.get(engine).compile([policies[engine]], { kubernetes: "1.38" });
    expect({ judge, problems }).toEqual({
      judge: undefined,
      problems: [
        {
          code: "bad-config",
          message: "`kubernetes` must be a release from `1.26` to `1.37`, not `1.38`",
          hint: "correct `kubernetes` in the case, in assay.yaml, or in --kubernetes",
        },
      ],
    });
  });
});

test("an object is admitted as by a server of the release that its world names", async () => {
  const { value } = await engines.admit(request(), { kubernetes: "1.34" });
  expect(value).toMatchObject({ kind: "Pod", spec: { containers: [{ name: "a" }] } });
  expect(value?.["spec"]).not.toHaveProperty("hostnameOverride");
});

test("a request is judged anew for each release, however often", async () => {
  const judge = await judgeOf(policies.rego);
  const one = request();
  for (const [kubernetes, decision] of [
    ["1.34", "allow"],
    ["1.37", "deny"],
    ["1.34", "allow"],
  ] as const)
    expect((await judge(one, { kubernetes })).decision).toBe(decision);
});

test("a kind that came later is none of an older release's", async () => {
  const policy: JsonObject = {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicyBinding",
    metadata: { name: "a" },
    spec: { policyName: "a" },
  };
  const created: Request = { operation: "CREATE", object: { json: policy } };
  const { problems } = await engines.admit(created, { kubernetes: "1.35" });
  expect(problems).toEqual([
    {
      code: "bad-object",
      message: 'no matches for kind "MutatingAdmissionPolicyBinding" in version "admissionregistration.k8s.io/v1"',
    },
  ]);
  expect((await engines.admit(created, {})).problems).toBeUndefined();
});
