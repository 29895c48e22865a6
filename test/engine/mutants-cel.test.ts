import { afterAll, expect, test } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
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

async function mutants() {
  const made = await engines.mutants(policy);
  return made.value ?? expect.fail(JSON.stringify(made.problems));
}

test("a policy in CEL has mutants of its expressions and of the object around them", async () => {
  const shown = (await mutants()).map(
    ({ operator, place, original, replacement }) =>
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

test("a mutant is the policy with one change, and is judged by as any other", async () => {
  const made = await mutants();
  const shift = made.find(({ operator }) => operator === "comparison") ?? expect.fail("no comparison");
  expect(shift).toMatchObject({ control: "ports", engine: "cel", original: "==", replacement: "!=" });
  expect(shift.policy.sources).toEqual([{ path: "cel/ports.yaml", text: text.replace("== 0", "!= 0") }]);
  const decisions = async (of: Policy) => {
    const { judge } = await engines.get("cel").compile([of]);
    return (await judge?.(pod, {}))?.decision;
  };
  expect(await decisions(policy)).toBe("deny");
  expect(await decisions(shift.policy)).toBe("allow");
});

test("every mutant compiles", async () => {
  for (const { policy: changed, operator } of await mutants()) {
    const { judge, problems } = await engines.get("cel").compile([changed]);
    expect({ operator, problems, judges: judge !== undefined }).toEqual({ operator, problems: [], judges: true });
  }
});
