import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { comparePolicies, openStream, type SidePolicies } from "../../harness/compare/index.ts";
import { type Engines, openEngines } from "../../harness/engine/index.ts";
import type { EngineId, Policy, Trial } from "../../harness/model/index.ts";

/** Images must be from a registry of the list; the CEL takes a registry for a whole image. */
const text = `
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: fromregistries}
spec:
  crd:
    spec:
      names: {kind: FromRegistries}
      validation:
        openAPIV3Schema:
          type: object
          required: [registries]
          properties:
            registries: {type: array, items: {type: string}}
  targets:
    - target: admission.k8s.gatekeeper.sh
      code:
        - engine: Rego
          source:
            rego: |
              package fromregistries
              violation[{"msg": msg}] {
                image := input.review.object.spec.containers[_].image
                not allowed(image)
                msg := sprintf("%v is from elsewhere", [image])
              }
              allowed(image) {
                startswith(image, input.parameters.registries[_])
              }
        - engine: K8sNativeValidation
          source:
            validations:
              - expression: "variables.anyObject.spec.containers.all(c, variables.params.registries.exists(r, c.image == r))"
                message: an image is from elsewhere
---
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: FromRegistries
metadata: {name: ours}
spec:
  match: {kinds: [{apiGroups: [""], kinds: [Pod]}]}
  parameters: {registries: [registry.example/]}
`;

const sources: Policy["sources"] = [{ path: "template.yaml", text }];

function side(engine: EngineId, rest: Partial<Policy>): SidePolicies {
  return { name: engine, engine, policies: [{ control: "registries", engine, sources, ...rest }] };
}

const gatekeeper = side("gatekeeper", { driver: "rego" });
const options = { control: "registries", cases: [], seed: 1 };

describe("policies of a template", () => {
  let engines: Engines;
  beforeAll(() => {
    engines = openEngines({ timeoutMs: 60_000 });
  });
  afterAll(() => engines.close());

  async function drawn(count: number): Promise<readonly Trial[]> {
    const { stream } = await openStream({ engines, policies: gatekeeper.policies, cases: [], seed: 1 });
    return Array.from({ length: count }, (_, index) => stream?.draw(index) ?? []).flat();
  }

  test("are asked under the parameters of the Constraint, and under drawn ones that fit the template", async () => {
    const params = (await drawn(400)).map(({ world }) => world.params);
    expect(params.filter((one) => one === undefined).length).toBeGreaterThan(40);
    expect(new Set(params.map((one) => JSON.stringify(one))).size).toBeGreaterThan(80);
    for (const one of params) if (one !== undefined) expect(Object.keys(one)).toEqual(["registries"]);
  });

  test("are asked what Gatekeeper's webhook is sent: nothing is deleted, and no status written", async () => {
    const asked = (await drawn(1500)).map(({ request }) => [request.operation, request.subResource].join(" "));
    expect([...new Set(asked)].sort()).toEqual(["CREATE ", "UPDATE ", "UPDATE ephemeralcontainers"]);
  });

  test("say the same in Gatekeeper and as WASM, whatever the parameters", async () => {
    const wasm = side("rego", { from: "gatekeeper" });
    const { comparison, findings, problems } = await comparePolicies(gatekeeper, wasm, engines, {
      ...options,
      runs: 400,
    });
    expect(problems).toEqual([]);
    expect(findings).toEqual([]);
    expect(comparison).toMatchObject({ generated: 400, differed: 0, failed: 0 });
    expect(comparison?.decided.left.deny).toBeGreaterThan(60);
    expect(comparison?.decided.left.allow).toBeGreaterThan(60);
  });

  test("differ in the smallest object, under the parameters in force where those show it", async () => {
    const cel = side("cel", { from: "gatekeeper" });
    const { findings } = await comparePolicies(gatekeeper, cel, engines, { ...options, runs: 300 });
    const differences = findings.filter((finding) => finding.kind === "difference");
    expect(differences.map(({ left, right }) => `${left.verdict.decision} ${right.verdict.decision}`)).toContain(
      "allow deny",
    );
    const [smallest] = [...differences].sort((a, b) => a.size - b.size);
    expect(smallest?.trial).toEqual({
      request: {
        operation: "CREATE",
        object: {
          json: {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { name: "a" },
            spec: { containers: [{ name: "a", image: "registry.example/a" }] },
          },
        },
      },
      world: {},
    });
  });
});
