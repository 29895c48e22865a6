import { afterAll, expect, test } from "vitest";
import { type MutantsAsked, openEngines } from "../../harness/engine/index.ts";
import type { Policy, Request } from "../../harness/model/index.ts";

const engines = openEngines();
afterAll(() => engines.close());

const text = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: host-ports}
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations:
    - expression: |-
        object.spec.containers.all(c,
          c.?ports.orValue([]).all(p, p.?hostPort.orValue(0) == 0))
      message: host port
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: host-ports}
spec: {policyName: host-ports, validationActions: [Deny]}
`;

const policy: Policy = { control: "ports", engine: "cel", sources: [{ path: "cel/ports.yaml", text }] };

const pod: Request = {
  operation: "CREATE",
  object: {
    text: `apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: a, image: a, ports: [{containerPort: 80, hostPort: 80}]}]}
`,
  },
};

const decides = ["negate", "quantifier", "default", "comparison", "number", "failurePolicy", "action"];

async function mutants(operators: readonly string[] = decides) {
  const made = await engines.mutants(policy, { operators });
  return made.value?.mutants ?? expect.fail(JSON.stringify(made.problems));
}

test("a policy in CEL has mutants of its expressions and of the object around them", async () => {
  const shown = (await mutants([...decides, "message"])).map(
    ({ mutant: { operator, place, original, replacement } }) =>
      `${place.line}:${place.column} ${operator} \`${original}\` \`${replacement}\``,
  );
  const ports = "c.?ports.orValue([]).all(p, p.?hostPort.orValue(0) == 0)";
  const all = `object.spec.containers.all(c,\n  ${ports})`;
  expect(shown).toEqual([
    `10:9 negate \`${all}\` \`!${all}\``,
    "10:32 quantifier `all` `exists`",
    `11:11 negate \`${ports}\` \`!${ports}\``,
    "11:32 quantifier `all` `exists`",
    "11:11 default `c.?ports.orValue([])` `c.ports`",
    "11:62 comparison `==` `!=`",
    "11:39 default `p.?hostPort.orValue(0)` `p.hostPort`",
    "11:59 number `0` `1`",
    "11:59 number `0` `-1`",
    "11:65 number `0` `1`",
    "11:65 number `0` `-1`",
    "5:18 failurePolicy `Fail` `Ignore`",
    "12:16 message `host port` `mutated`",
    "17:52 action `Deny` `Audit`",
  ]);
});

test("slips in words are made only where they are asked for", async () => {
  const kinds = async (asked: MutantsAsked) =>
    new Set((await engines.mutants(policy, asked)).value?.mutants.map(({ mutant }) => mutant.operator));
  expect(await kinds({ operators: ["message"] })).toEqual(new Set(["message"]));
  expect(await kinds({})).toEqual(new Set(decides));
});

test("a mutant judges as the policy with that one change does", async () => {
  const made = await mutants();
  const shift = made.find(({ mutant }) => mutant.operator === "comparison") ?? expect.fail("no comparison");
  expect(shift.mutant).toMatchObject({ control: "ports", engine: "cel", original: "==", replacement: "!=" });
  const changed = { ...policy, sources: [{ path: "cel/ports.yaml", text: text.replace("== 0", "!= 0") }] };
  const judges = [policy, changed].map(async (each) => (await engines.get("cel").compile([each])).judge);
  const verdicts = [];
  for (const judge of [...(await Promise.all(judges)), shift.judge]) verdicts.push(await judge?.(pod, {}));
  expect(verdicts.map((verdict) => verdict?.decision)).toEqual(["deny", "allow", "allow"]);
  expect(verdicts[2]).toEqual(verdicts[1]);
});

test("a mutant judges under the release that a request's world names", async () => {
  const { value } = await engines.mutants(policy, { operators: ["comparison"], kubernetes: "1.35" });
  const [shift] = value?.mutants ?? [];
  const decisions = [];
  for (const kubernetes of ["1.34", "1.35", "1.37"]) decisions.push(await shift?.judge(pod, { kubernetes }));
  expect(decisions).toMatchObject([{ decision: "allow" }, { decision: "allow" }, { decision: "allow" }]);
});

test("what was dropped judges no more", async () => {
  const { value } = await engines.mutants(policy, { operators: ["comparison"] });
  value?.drop();
  expect(await value?.mutants[0]?.judge(pod, {})).toMatchObject({ decision: "error" });
});
