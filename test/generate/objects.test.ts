import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objects } from "../../harness/generate/index.ts";
import type { JsonObject, Reads, Trial } from "../../harness/model/index.ts";
import { live } from "./_engine.ts";
import { kinds } from "./_kinds.ts";

const of = live();
const perKind = 200;

function created(object: JsonObject): Trial {
  return { request: { operation: "CREATE", object: { json: object } }, world: {} };
}

function reading(chains: Reads["chains"], rest: Partial<Reads> = {}): Reads {
  return { chains, strings: [], numbers: [], patterns: [], matches: [], ...rest };
}

/** What a policy about single containers, and about the Pod, would read. */
const security = reading([
  ["securityContext", "runAsNonRoot"],
  ["securityContext", "capabilities", "add"],
  ["securityContext", "windowsOptions", "hostProcess"],
  ["spec", "hostNetwork"],
  ["ports", "*", "hostPort"],
]);

function drawn(kind: string, reads?: Reads, count: number = perKind): readonly JsonObject[] {
  const { schema } = of();
  return fc.sample(objects(reads === undefined ? { schema } : { schema, reads }, kind), count);
}

/** How often a field of that name is in the objects. */
function having(all: readonly JsonObject[], field: string): number {
  return all.filter((object) => JSON.stringify(object).includes(`"${field}":`)).length;
}

describe("objects", () => {
  it.each(kinds)("draws every %s so that the API server takes it, in 95 of 100 draws at least", async (kind) => {
    const refusals = await of().refusals(drawn(kind).map(created));
    expect(refusals.length, refusals.slice(0, 5).join("\n")).toBeLessThanOrEqual(perKind * 0.05);
  });

  it.each(["Pod", "Deployment", "Job"])("draws a %s as validly where it leans to what policies read", async (kind) => {
    const refusals = await of().refusals(drawn(kind, security).map(created));
    expect(refusals.length, refusals.slice(0, 5).join("\n")).toBeLessThanOrEqual(perKind * 0.05);
  });

  it("has fields that policies read far more often than without policies", () => {
    const fields = ["runAsNonRoot", "add", "hostProcess", "hostNetwork", "hostPort"];
    const leaning = drawn("Pod", security);
    const plain = drawn("Pod");
    for (const field of fields) expect(having(leaning, field), field).toBeGreaterThan(4 * having(plain, field));
  });

  it("draws texts that policies compare with, near misses of them, and numbers around theirs", () => {
    const reads = reading([["capabilities", "add"], ["hostPort"]], { strings: ["SYS_TIME"], numbers: [4000] });
    const text = JSON.stringify(drawn("Pod", reads, 1000));
    const wanted = ['"SYS_TIME"', '"CAP_SYS_TIME"', '"sys_time"', '"SYS_TIMEx"', ...[3999, 4000, 4001].map(String)];
    expect(wanted.filter((value) => !text.includes(value))).toEqual([]);
  });

  it("draws texts that match what policies match with", () => {
    const reads = reading([["metadata", "labels", "cost-centre"]], { patterns: ["^cc-[0-9]{4}$"] });
    const labels = drawn("ConfigMap", reads, 1000).map(
      ({ metadata }) => (metadata as JsonObject)["labels"] as JsonObject | undefined,
    );
    const values = labels.map((all) => all?.["cost-centre"]).filter((value) => typeof value === "string");
    const matching = values.filter((value) => /^cc-[0-9]{4}$/.test(value));
    expect(matching.length).toBeGreaterThan(10);
    expect(matching.length).toBeLessThan(values.length);
  });

  it("has null and empty in place of what policies read", () => {
    const text = JSON.stringify(drawn("Pod", security, 1000));
    const wanted = ['"securityContext":null', '"securityContext":{}', '"capabilities":null', '"add":[]'];
    expect(wanted.filter((value) => !text.includes(value))).toEqual([]);
  });

  it("shrinks to the smallest object that still has what is looked for", () => {
    const { schema } = of();
    const found = fc.check(
      fc.property(objects({ schema, reads: security }, "Deployment"), (object) => !hasHostPort(object)),
      { numRuns: 5000 },
    );
    expect(found.counterexample).toEqual([
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "a" },
        spec: {
          selector: { matchLabels: { app: "a" } },
          template: {
            metadata: { labels: { app: "a" } },
            spec: { containers: [{ name: "a", image: "a", ports: [{ containerPort: 1, hostPort: 80 }] }] },
          },
        },
      },
    ]);
  });

  it("shrinks an object that it has not drawn", () => {
    const { schema } = of();
    const golden: JsonObject = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "golden", labels: { app: "golden" } },
      spec: { hostPID: true, containers: [{ name: "app", image: "registry.example/app:1", tty: true }] },
    };
    const found = fc.check(
      fc.property(objects({ schema }, "Pod"), ({ spec }) => (spec as JsonObject)["hostPID"] !== true),
      { examples: [[golden]], numRuns: 1 },
    );
    expect(found.counterexample).toEqual([
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "a" },
        spec: { hostPID: true, containers: [{ name: "a", image: "a" }] },
      },
    ]);
  });

  it("says which kind the schema does not have", () => {
    const { schema } = of();
    expect(() => objects({ schema }, "pod")).toThrow(
      "no kind `pod` in the schema; a kind is named as in a manifest, such as `Pod`",
    );
  });
});

function hasHostPort(object: JsonObject): boolean {
  return JSON.stringify(object).includes('"hostPort":80}') || JSON.stringify(object).includes('"hostPort":80,');
}
