import { describe, expect, it } from "vitest";
import { focusOf } from "../../harness/generate/index.ts";
import type { Reads } from "../../harness/model/index.ts";
import { smallSchema } from "./_schema.ts";

const [pod, secret, , deployment] = smallSchema.kinds;

function endsFor(kind: typeof pod, ...chains: readonly (readonly string[])[]): readonly string[] {
  if (kind === undefined) throw new Error("the schema of the tests lost a kind");
  return [...focusOf(smallSchema, kind, reads(chains)).ends].sort();
}

function reads(chains: Reads["chains"]): Reads {
  return { chains, strings: [], numbers: [], patterns: [], matches: [] };
}

describe("focusOf", () => {
  it("finds a chain at every place where an object has it, in every list of containers", () => {
    expect(endsFor(pod, ["securityContext", "privileged"])).toEqual([
      "spec.containers.securityContext.privileged",
      "spec.initContainers.securityContext.privileged",
    ]);
  });

  it("finds in a workload what a policy reads of its template", () => {
    expect(endsFor(deployment, ["spec", "hostNetwork"])).toEqual(["spec.template.spec.hostNetwork"]);
  });

  it("takes no notice of elements, and of the request that the chain begins with", () => {
    expect(endsFor(pod, ["input", "request", "object", "spec", "containers", "*", "image"])).toEqual([
      "spec.containers.image",
    ]);
  });

  it("takes no notice of what a policy calls things of its own", () => {
    expect(endsFor(deployment, ["item", "container", "image"])).toEqual([
      "spec.template.spec.containers.image",
      "spec.template.spec.initContainers.image",
    ]);
  });

  it("takes the namespace of the request for that of the object", () => {
    expect(endsFor(pod, ["request", "namespace"])).toEqual(["metadata.namespace"]);
  });

  it("knows the whole below which nothing else is read", () => {
    if (pod === undefined) throw new Error("the schema of the tests lost a kind");
    const { tips } = focusOf(smallSchema, pod, reads([["containers"], ["containers", "securityContext"]]));
    expect([...tips]).toEqual(["spec.containers.securityContext"]);
  });

  it("says nothing by a name alone that every object has", () => {
    expect(endsFor(pod, ["name"], ["spec"], ["metadata"])).toEqual([]);
    expect(endsFor(pod, ["metadata", "name"])).toEqual(["metadata.name"]);
  });

  it("takes a common name alone for a field of the object itself where it tells objects apart", () => {
    expect(endsFor(secret, ["type"])).toEqual(["type"]);
    expect(endsFor(pod, ["type"])).toEqual([]);
  });

  it("has everything above what is read on its way", () => {
    if (pod === undefined) throw new Error("the schema of the tests lost a kind");
    const { ways } = focusOf(smallSchema, pod, reads([["spec", "containers", "image"]]));
    expect([...ways].sort()).toEqual(["spec", "spec.containers", "spec.containers.image"]);
  });

  it("finds the keys of a map that a policy asks for", () => {
    if (pod === undefined) throw new Error("the schema of the tests lost a kind");
    const { keys, ends } = focusOf(
      smallSchema,
      pod,
      reads([
        ["metadata", "labels", "team"],
        ["labels", "tier"],
      ]),
    );
    expect([...keys]).toEqual([["metadata.labels", ["team", "tier"]]]);
    expect([...ends]).toEqual(["metadata.labels"]);
  });
});
