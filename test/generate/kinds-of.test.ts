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
    expect(namesOf(matching([""], ["pods/ephemeralcontainers", "deployments"]))).toEqual(["Pod"]);
    expect(namesOf(matching(["*"], ["deployments"]))).toEqual(["Deployment"]);
  });

  it("takes the kinds that a policy names where it does not ask for any", () => {
    expect(namesOf({ ...nothing, strings: ["Secret", "secret", "is not allowed"] })).toEqual(["Secret"]);
  });

  it("takes the kinds of the cases too", () => {
    const cases = [caseOf({ apiVersion: "v1", kind: "Namespace", metadata: { name: "a" } })];
    expect(namesOf(matching([""], ["pods"]), cases)).toEqual(["Pod", "Namespace"]);
  });

  it("takes Pods and what makes them where nothing is said, or everything", () => {
    expect(namesOf(undefined)).toEqual(["Pod", "Deployment"]);
    expect(namesOf(matching(["*"], ["*"]))).toEqual(["Pod", "Deployment"]);
  });

  it("draws Pods as often as all others together", () => {
    const weights = kindsOf(smallSchema, matching(["*"], ["pods", "secrets", "deployments"])).map(
      ({ weight }) => weight,
    );
    expect(weights).toEqual([4, 1, 1]);
  });
});
