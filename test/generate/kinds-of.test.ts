import { describe, expect, it } from "vitest";
import { kindsOf } from "../../harness/generate/index.ts";
import type { Case, JsonObject, Reads } from "../../harness/model/index.ts";
import { smallSchema } from "./_schema.ts";

const nothing: Reads = { chains: [], strings: [], numbers: [], patterns: [], matches: [] };

function namesOf(reads: Reads | undefined, cases: readonly Case[] = []): readonly string[] {
  return kindsOf(smallSchema, reads, cases).map(({ kind }) => kind.kind);
}

function matching(apiGroups: readonly string[], resources: readonly string[]): Reads {
  return { ...nothing, matches: [{ apiGroups, apiVersions: ["v1"], resources, operations: ["CREATE"] }] };
}

function caseOf(object: JsonObject): Case {
  return {
    control: "x",
    name: "a",
    place: { path: "cases/x/deny/a.yaml" },
    request: { operation: "CREATE", object: { json: object } },
    world: {},
    expect: { decision: "deny" },
  };
}

describe("kindsOf", () => {
  it("takes the kinds that policies ask to be given, subresources and groups regarded", () => {
    expect(namesOf(matching([""], ["namespaces/status", "deployments"]))).toEqual(["Namespace"]);
    expect(namesOf(matching(["*"], ["deployments"]))).toEqual(["Deployment"]);
  });

  it("takes the kinds that a policy names where it does not ask for any", () => {
    expect(namesOf({ ...nothing, strings: ["Secret", "secret", "is not allowed"] })).toEqual(["Secret"]);
  });

  it("takes the kinds of the cases too", () => {
    const cases = [caseOf({ apiVersion: "v1", kind: "Namespace", metadata: { name: "a" } })];
    expect(namesOf(matching([""], ["secrets"]), cases)).toEqual(["Secret", "Namespace"]);
  });

  it("takes Pods and what makes them where nothing is said, or everything", () => {
    expect(namesOf(undefined)).toEqual(["Pod", "Deployment"]);
    expect(namesOf(matching(["*"], ["*"]))).toEqual(["Pod", "Deployment"]);
  });

  it("draws Pods as often as all others together", () => {
    const weights = kindsOf(smallSchema, matching(["*"], ["pods", "secrets", "deployments"]));
    expect(weights.map(({ kind, weight }) => [kind.kind, weight])).toEqual([
      ["Pod", 4],
      ["Secret", 1],
      ["Deployment", 1],
    ]);
  });

  it("draws seldom, but draws, what makes Pods where policies ask for Pods alone", () => {
    const weights = kindsOf(smallSchema, matching([""], ["pods/ephemeralcontainers"]));
    expect(weights.map(({ kind, weight }) => [kind.kind, weight])).toEqual([
      ["Pod", 12],
      ["Deployment", 1],
    ]);
  });

  it("draws the kinds of cases as often as there are cases of them", () => {
    const cases = ["a", "b", "c"].map((name) => caseOf({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
    const weights = kindsOf(smallSchema, matching([""], ["pods", "namespaces", "secrets"]), cases);
    const total = weights.reduce((sum, { weight }) => sum + weight, 0);
    const ofNamespace = weights.find(({ kind }) => kind.kind === "Namespace")?.weight ?? 0;
    expect(ofNamespace / total).toBeGreaterThan(0.5);
  });
});
