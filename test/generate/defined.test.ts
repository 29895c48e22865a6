import { describe, expect, it } from "vitest";
import { drawTrial, trials } from "../../harness/generate/index.ts";
import type { Case, JsonObject, Reads, Trial } from "../../harness/model/index.ts";
import { live } from "./_engine.ts";

const of = live();
const seed = Number(process.env["ASSAY_SEED"] ?? 20261122);

const text = { type: "string" };
const spec = {
  type: "object",
  required: ["flag"],
  properties: {
    flag: { type: "string", enum: ["green", "red"] },
    crew: { type: "array", items: { type: "object", properties: { rank: text } } },
    holds: { type: "object", additionalProperties: { type: "integer" } },
    draught: { "x-kubernetes-int-or-string": true },
  },
};
const form = (of: JsonObject): JsonObject => ({
  openAPIV3Schema: { type: "object", properties: { spec: of } },
});
const ships = (scope: string): JsonObject => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "ships.sea.example" },
  spec: {
    group: "sea.example",
    scope,
    names: { kind: "Ship", plural: "ships", singular: "ship", listKind: "ShipList" },
    versions: [
      { name: "v1", served: true, storage: true, schema: form(spec), subresources: { status: {} } },
      { name: "v1beta1", served: false, storage: false, schema: form({ type: "object" }) },
    ],
  },
});

function ship(apiVersion: string, crds?: readonly JsonObject[]): Case {
  return {
    control: "ships",
    name: apiVersion,
    place: { path: "cases/ships/deny/ship.yaml" },
    request: {
      operation: "CREATE",
      object: { json: { apiVersion, kind: "Ship", metadata: { name: "a" }, spec: { flag: "red" } } },
    },
    world: crds === undefined ? {} : { crds },
    expect: { decision: "deny" },
  };
}

const reads: Reads = {
  chains: [["object", "spec", "crew", "rank"]],
  strings: ["captain"],
  numbers: [],
  patterns: [],
  matches: [{ apiGroups: ["sea.example"], apiVersions: ["*"], operations: ["CREATE", "UPDATE"], resources: ["ships"] }],
};

function many(cases: readonly Case[]): readonly Trial[] {
  const arbitrary = trials({ schema: of().schema, cases, reads });
  return Array.from({ length: 300 }, (_, index) => drawTrial(arbitrary, seed, index));
}

function objectsOf(drawn: readonly Trial[]): readonly JsonObject[] {
  return drawn.flatMap(({ request: { object } }) => (object !== undefined && "json" in object ? [object.json] : []));
}

describe("kinds that cases define", () => {
  it("are drawn as their definition says, so that the API server takes them", async () => {
    const drawn = many([ship("sea.example/v1", [ships("Cluster")])]);
    expect(new Set(objectsOf(drawn).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`))).toEqual(
      new Set(["sea.example/v1 Ship"]),
    );
    const refusals = await of().refusals(drawn);
    expect(refusals.length, refusals.slice(0, 5).join("\n")).toBeLessThanOrEqual(drawn.length * 0.05);
    const specs = objectsOf(drawn).map((object) => object["spec"] as JsonObject);
    expect(new Set(specs.map(({ flag }) => flag))).toEqual(new Set(["green", "red"]));
    expect(JSON.stringify(specs)).toContain('{"rank":"captain"}');
  });

  it("are in a namespace where their definition says so", () => {
    const harbour = { apiVersion: "v1", kind: "Namespace", metadata: { name: "harbour" } };
    const places = (scope: string): ReadonlySet<unknown> => {
      const { world, ...rest } = ship("sea.example/v1", [ships(scope)]);
      const drawn = many([{ ...rest, world: { ...world, namespaces: [harbour] } }]);
      return new Set(objectsOf(drawn).map((object) => (object["metadata"] as JsonObject)["namespace"]));
    };
    expect(places("Namespaced")).toContain("harbour");
    expect(places("Cluster")).toEqual(new Set([undefined]));
  });

  it("are not drawn in a version that is not served, nor where no case defines them", () => {
    const kinds = (cases: readonly Case[]): ReadonlySet<unknown> =>
      new Set(objectsOf(many(cases)).map(({ apiVersion }) => apiVersion));
    expect(kinds([ship("sea.example/v1beta1", [ships("Cluster")])])).toEqual(new Set(["sea.example/v1"]));
    expect(kinds([ship("sea.example/v1")])).not.toContain("sea.example/v1");
  });

  it("leave the kinds of the server as they are", () => {
    const deployments = { ...ships("Cluster"), metadata: { name: "deployments.apps" } };
    const names = { kind: "Deployment", plural: "deployments", singular: "deployment", listKind: "DeploymentList" };
    const pretended = { ...deployments, spec: { ...(ships("Cluster")["spec"] as JsonObject), group: "apps", names } };
    const drawn = trials({ schema: of().schema, cases: [ship("apps/v1", [pretended])], kinds: ["Deployment"] });
    const { request } = drawTrial(drawn, seed, 1);
    expect(JSON.stringify(request)).toContain('"template"');
    expect(JSON.stringify(request)).not.toContain('"flag"');
  });
});
