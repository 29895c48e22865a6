import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawTrial, trials } from "../../harness/generate/index.ts";
import type { Case, JsonObject, Reads, Trial } from "../../harness/model/index.ts";
import { live } from "./_engine.ts";
import { kinds } from "./_kinds.ts";

const of = live();
const nothing: Reads = { chains: [], strings: [], numbers: [], patterns: [], matches: [] };
const seed = Number(process.env["ASSAY_SEED"] ?? 20261122);

function many(count: number, options: Partial<Parameters<typeof trials>[0]> = {}): readonly Trial[] {
  const arbitrary = trials({ schema: of().schema, ...options });
  return Array.from({ length: count }, (_, index) => drawTrial(arbitrary, seed, index));
}

function objectOf({ request: { object, oldObject } }: Trial): JsonObject {
  const source = object ?? oldObject;
  if (source === undefined || !("json" in source)) throw new Error("a drawn trial has an object as JSON");
  return source.json;
}

function shapeOf({ request: { operation, subResource } }: Trial): string {
  return subResource === undefined ? operation : `${operation} ${subResource}`;
}

const golden: Case = {
  control: "x",
  name: "golden",
  place: { path: "cases/x/deny/golden.yaml" },
  request: {
    operation: "CREATE",
    object: {
      json: {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "golden", namespace: "team-b" },
        spec: {
          runtimeClassName: "golden-class",
          containers: [{ name: "golden", image: "registry.example/golden:1" }],
        },
      },
    },
  },
  world: {
    params: { allowed: "golden-class" },
    namespaces: [{ apiVersion: "v1", kind: "Namespace", metadata: { name: "team-b", labels: { level: "gold" } } }],
  },
  expect: { decision: "deny" },
};

describe("trials", () => {
  it("asks for what the API server takes, whatever the operation, in 95 of 100 draws at least", async () => {
    const drawn = many(3000, { kinds });
    const refusals = await of().refusals(drawn);
    expect(refusals.length, refusals.slice(0, 5).join("\n")).toBeLessThanOrEqual(drawn.length * 0.05);
    expect([...new Set(drawn.map(shapeOf))]).toEqual(
      expect.arrayContaining(["CREATE", "UPDATE", "DELETE", "UPDATE ephemeralcontainers"]),
    );
  });

  it("brings ephemeral containers into a Pod by their subresource alone", () => {
    const withThem = many(2000, { kinds: ["Pod"] }).filter((trial) =>
      JSON.stringify(trial.request.object ?? null).includes("ephemeralContainers"),
    );
    expect(withThem.length).toBeGreaterThan(100);
    expect(new Set(withThem.map(shapeOf))).toEqual(new Set(["UPDATE ephemeralcontainers"]));
  });

  it("changes the replicas alone, by their subresource, where policies ask to be told of that", async () => {
    const match = {
      apiGroups: ["apps"],
      apiVersions: ["v1"],
      operations: ["UPDATE"],
      resources: ["deployments/scale"],
    };
    const drawn = many(300, { reads: { ...nothing, matches: [match] }, kinds: ["Deployment"] });
    const scales = drawn.filter(({ request }) => request.subResource === "scale");
    expect(scales.length).toBeGreaterThan(20);
    expect(new Set(scales.map((trial) => objectOf(trial)["kind"]))).toEqual(new Set(["Scale"]));
    expect(await of().refusals(scales)).toEqual([]);
    expect(many(300, { kinds: ["Deployment"] }).map(shapeOf)).not.toContain("UPDATE scale");
  });

  it("draws Windows Pods, user namespaces, init containers and sidecars", () => {
    const reads: Reads = {
      ...nothing,
      chains: [["os", "name"], ["hostUsers"], ["initContainers", "*", "restartPolicy"]],
    };
    const text = JSON.stringify(many(500, { reads, kinds: ["Pod"] }));
    for (const part of [
      '"os":{"name":"windows"}',
      '"hostUsers":false',
      '"restartPolicy":"Always"',
      '"hostUsers":null',
    ]) {
      expect(text).toContain(part);
    }
  });

  it("puts requests into the worlds of cases, and into their namespaces", () => {
    const drawn = many(200, { cases: [golden] });
    const there = drawn.filter(({ world }) => world.params?.["allowed"] === "golden-class");
    expect(there.length).toBeGreaterThan(100);
    expect(there.some((trial) => (objectOf(trial)["metadata"] as JsonObject)["namespace"] === "team-b")).toBe(true);
    expect(drawn.some(({ world }) => Object.keys(world).length === 0)).toBe(true);
  });

  it("draws objects of cases with changes, and their values in new objects", () => {
    const reads: Reads = { ...nothing, chains: [["spec", "runtimeClassName"]] };
    const drawn = many(400, { cases: [golden], reads, kinds: ["Pod"] }).map(objectOf);
    const changed = drawn.filter((object) => JSON.stringify(object).includes('"name":"golden"'));
    expect(changed.length).toBeGreaterThan(50);
    expect(new Set(changed.map((object) => JSON.stringify(object))).size).toBeGreaterThan(20);
    expect(drawn.some((object) => !changed.includes(object) && JSON.stringify(object).includes("golden-class"))).toBe(
      true,
    );
  });

  it("asks as users that cases and policies name where policies look at users", () => {
    const reads: Reads = { ...nothing, chains: [["request", "userInfo", "groups"]], strings: ["system:nodes"] };
    const drawn = many(300, { reads });
    expect(drawn.filter(({ request }) => request.user !== undefined).length).toBeGreaterThan(100);
    expect(drawn.some(({ request }) => request.user?.groups?.includes("system:nodes") === true)).toBe(true);
  });

  it("is an arbitrary like any other", () => {
    const arbitrary = fc.tuple(trials({ schema: of().schema, kinds: ["Role"] }), fc.nat());
    const found = fc.check(
      fc.property(arbitrary, ([trial, number]) => number < 10 || objectOf(trial)["kind"] !== "Role"),
    );
    expect(found.counterexample).toEqual([
      [
        {
          request: {
            operation: "CREATE",
            object: { json: { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", metadata: { name: "a" } } },
          },
          world: {},
        },
        10,
      ],
    ]);
  });
});
