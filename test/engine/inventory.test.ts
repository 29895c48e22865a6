import { afterAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import type { JsonObject, Policy, Verdict, World } from "../../harness/model/index.ts";

const engines = openEngines();
afterAll(() => engines.close());

const unmanaged = `package claimed

import rego.v1

deny contains msg if {
	namespace := input.request.namespace
	some secret in data.inventory.namespace[namespace].v1.Secret
	msg := sprintf("%s holds a Secret of type %s", [namespace, secret.type])
}

warn contains data.settings.hint if {
	not data.inventory.cluster.v1.Namespace[input.request.namespace]
}
`;

const world: World = {
  namespaces: [{ apiVersion: "v1", kind: "Namespace", metadata: { name: "team-a" } }],
  objects: [{ apiVersion: "v1", kind: "Secret", metadata: { name: "token", namespace: "team-a" } }],
};

describe.each(["rego", "topdown"] as const)("%s", (engine) => {
  it("sees under data.inventory what the world holds, as the API server stores it", async () => {
    const judge = await judgeOf(engine, { settings: { hint: "no such namespace" } });
    const [held, empty, again] = [
      await judge("team-a", world),
      await judge("team-b", {}),
      await judge("team-a", world),
    ];
    expect(messagesOf(held)).toEqual(["team-a holds a Secret of type Opaque"]);
    expect(held.warnings).toEqual([]);
    expect(messagesOf(empty)).toEqual([]);
    expect(empty.warnings).toEqual(["no such namespace"]);
    expect(again).toEqual(held);
  });

  it("sees it in raw requests too", async () => {
    const judge = await judgeOf(engine);
    expect(messagesOf(await judge("team-a", { ...world, raw: true }))).toEqual([
      "team-a holds a Secret of type Opaque",
    ]);
  });

  it("keeps a document of its own under that name", async () => {
    const judge = await judgeOf(engine, {
      inventory: { namespace: { "team-a": { v1: { Secret: { mine: { type: "own" } } } } } },
    });
    expect(messagesOf(await judge("team-a", world))).toEqual(["team-a holds a Secret of type own"]);
  });

  it("says what the API server refuses in the world", async () => {
    const judge = await judgeOf(engine);
    const bad = {
      objects: [{ apiVersion: "v1", kind: "Secret", metadata: { name: "Not A Name", namespace: "team-a" } }],
    };
    const verdict = await judge("team-a", bad);
    expect(verdict.decision).toBe("error");
    expect(verdict.errors?.map(({ code }) => code)).toEqual(["bad-world"]);
  });
});

async function judgeOf(engine: "rego" | "topdown", data?: JsonObject) {
  const policy: Policy = {
    control: "claimed",
    engine,
    sources: [{ path: "policy.rego", text: unmanaged }],
    ...(data === undefined ? {} : { data }),
  };
  const { judge, problems } = await engines.get(engine).compile([policy]);
  expect(problems).toEqual([]);
  return (namespace: string, around: World): Promise<Verdict> => {
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace } };
    if (judge === undefined) throw new Error("nothing was compiled");
    return judge({ operation: "CREATE", object: { json: object } }, around);
  };
}

function messagesOf({ violations }: Verdict): readonly string[] {
  return violations.map(({ message }) => message);
}
