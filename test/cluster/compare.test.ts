import { describe, expect, it } from "vitest";
import { differencesOf } from "./_compare.ts";
import { judge } from "./_known.ts";
import { moved } from "./_place.ts";
import { type Answer, admin, type Trial } from "./_trial.ts";

const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "a", uid: "9ec9a8f5-4c05" }, spec: { hostPID: true } };
const trial: Trial = {
  suite: "s",
  name: "a pod",
  request: { operation: "CREATE", object: { json: pod }, user: admin },
  world: {},
};
const allowed: Answer = { allowed: true, causes: [], warnings: ["w"], audit: { a: "b", c: "d" }, object: pod };
const denied: Answer = {
  allowed: false,
  code: 422,
  reason: "Invalid",
  message: "m",
  causes: [{ message: "m" }],
  warnings: [],
  audit: {},
};

describe("the comparison of a server with an engine", () => {
  it("finds no difference between equal answers, in whatever order audit annotations come", () => {
    expect(differencesOf(trial, allowed, { ...allowed, audit: { c: "d", a: "b" } })).toEqual([]);
    expect(differencesOf(trial, denied, { ...denied, causes: [{ message: "m", reason: "", field: "" }] })).toEqual([]);
  });

  it.each([
    ["code", { code: 403 }],
    ["reason", { reason: "Forbidden" }],
    ["message", { message: "n" }],
    ["causes", { causes: [] }],
    ["warnings", { warnings: ["w"] }],
    ["audit", { audit: { a: "b" } }],
  ])("finds another %s", (field, change) => {
    const found = differencesOf(trial, denied, { ...denied, ...change });
    expect(found.map((line) => line.split(":")[0])).toEqual([field]);
  });

  it("finds another decision", () => {
    expect(differencesOf(trial, allowed, { ...denied, warnings: ["w"] })).toContain(
      "allowed: server true, engine false",
    );
  });

  it("finds where the stored object differs, and passes over what only a server knows", () => {
    const own = { ...pod, metadata: { ...pod.metadata, uid: "00000000-0000", resourceVersion: "5" } };
    expect(differencesOf(trial, allowed, { ...allowed, object: own })).toEqual([]);
    const found = differencesOf(trial, allowed, { ...allowed, object: { ...own, spec: { hostPID: false } } });
    expect(found).toEqual(["object.spec.hostPID: server true, engine false"]);
  });

  it("finds an object that the engine does not have", () => {
    expect(differencesOf(trial, allowed, { ...allowed, object: undefined })).toEqual(["object: the engine has none"]);
  });

  it("takes names that are generated for the same, and no other text", () => {
    const named: Trial = {
      ...trial,
      request: { ...trial.request, object: { json: { metadata: { generateName: "a.b-" } } } },
    };
    const say = (message: string): Answer => ({ ...denied, message });
    expect(differencesOf(named, say("a.b-x1y2z is bad"), say("a.b-00000 is bad"))).toEqual([]);
    expect(differencesOf(named, say("aXb-x1y2z is bad"), say("a.b-00000 is bad"))).toHaveLength(1);
    expect(differencesOf(trial, say("a.b-x1y2z is bad"), say("a.b-00000 is bad"))).toHaveLength(1);
  });
});

describe("the list of known differences", () => {
  const known = { trial: "pod", difference: "code: server \\d+, engine \\d+", reason: "r", date: "2026-01-01" };
  const compared = (differences: readonly string[]) => ({ trial, server: denied, differences });

  it("explains a whole line of a trial that it names, and nothing beside it", () => {
    expect(judge([compared(["code: server 1, engine 2"])], [known])).toMatchObject({
      equal: 0,
      listed: 1,
      unexplained: [],
      outlived: [],
    });
    const beside = judge([compared(["code: server 1, engine 2", "message: other"])], [known]);
    expect(beside.unexplained.map(({ differences }) => differences)).toEqual([["message: other"]]);
    expect(judge([compared(["my code: server 1, engine 2"])], [known]).unexplained).toHaveLength(1);
    expect(judge([compared(["code: server 1, engine 2"])], [{ ...known, trial: "service" }]).unexplained).toHaveLength(
      1,
    );
  });

  it("names what is listed and no longer seen", () => {
    expect(judge([compared([])], [known])).toEqual({ equal: 1, listed: 0, unexplained: [], outlived: [known] });
  });
});

describe("the namespace of a trial", () => {
  it("is changed in the request, its objects and the world alike", () => {
    const request = {
      operation: "UPDATE",
      object: { json: { ...pod, metadata: { name: "a", namespace: "team" } } },
      user: admin,
    } as const;
    const objects = [
      { kind: "ConfigMap", metadata: { namespace: "team" } },
      { kind: "ConfigMap", metadata: { namespace: "other" } },
    ];
    const world = { namespaces: [{ apiVersion: "v1", kind: "Namespace", metadata: { name: "team" } }], objects };
    const { request: placed, world: around } = moved({ request, world }, "own");
    expect(placed).toMatchObject({ namespace: "own", object: { json: { metadata: { name: "a", namespace: "own" } } } });
    expect(around.namespaces).toMatchObject([{ metadata: { name: "own" } }]);
    expect(around.objects).toMatchObject([{ metadata: { namespace: "own" } }, { metadata: { namespace: "other" } }]);
  });
});
