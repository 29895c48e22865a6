import { describe, expect, it, test } from "vitest";
import { asideIn, jsonLines, namesIn, piped, problemsIn } from "./_requests.ts";

const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "app", namespace: "team-a" }, spec: { n: 1 } };

/** A review as a webhook gets it. */
function review(request: object, more: object = {}): object {
  return {
    kind: "AdmissionReview",
    apiVersion: "admission.k8s.io/v1",
    request: {
      uid: "1",
      kind: { group: "", version: "v1", kind: "Pod" },
      resource: { group: "", version: "v1", resource: "pods" },
      requestKind: { group: "", version: "v1", kind: "Pod" },
      name: "app",
      namespace: "team-a",
      operation: "CREATE",
      userInfo: { username: "dev", groups: ["devs"], extra: { "x/y": ["z"] } },
      object: pod,
      oldObject: null,
      dryRun: false,
      options: { kind: "CreateOptions", apiVersion: "meta.k8s.io/v1" },
      ...request,
    },
    ...more,
  };
}

describe("an AdmissionReview", () => {
  it("is the request that was recorded, with everything that admission knows of it", async () => {
    const { requests } = await piped(JSON.stringify(review({})));
    expect(requests).toEqual([
      {
        name: "Pod team-a/app",
        place: { path: "<stdin>", line: 1 },
        from: "review",
        request: {
          operation: "CREATE",
          object: { text: JSON.stringify(pod) },
          kind: { group: "", version: "v1", kind: "Pod" },
          resource: { group: "", version: "v1", resource: "pods" },
          name: "app",
          namespace: "team-a",
          user: { username: "dev", groups: ["devs"], extra: { "x/y": ["z"] } },
          options: { kind: "CreateOptions", apiVersion: "meta.k8s.io/v1" },
          dryRun: false,
        },
      },
    ]);
  });

  it.each([
    [{ operation: "UPDATE", oldObject: pod }, "UPDATE Pod team-a/app"],
    [{ operation: "DELETE", object: null, oldObject: pod }, "DELETE Pod team-a/app"],
    [{ operation: "CONNECT", subResource: "exec", object: { kind: "PodExecOptions" } }, "CONNECT pods/exec team-a/app"],
    [{ subResource: "eviction", object: { kind: "Eviction" } }, "CREATE pods/eviction team-a/app"],
    [{ name: "", object: { ...pod, metadata: { generateName: "app-" } } }, "Pod team-a/app-…"],
  ])("is named for what it does: %j", async (request, name) => {
    expect((await piped(JSON.stringify(review(request)))).requests.map((one) => one.name)).toEqual([name]);
  });

  it("is read from lines, lists, documents of YAML and indented JSON alike", async () => {
    const both = [review({}), review({ name: "other", object: { ...pod, metadata: { name: "other" } } })];
    const indented = both.map((one) => JSON.stringify(one, undefined, 2)).join("\n");
    const list = { apiVersion: "v1", kind: "List", items: both };
    const yaml = `apiVersion: admission.k8s.io/v1beta1
kind: AdmissionReview
request:
  operation: DELETE
  oldObject:
    apiVersion: v1
    kind: Pod
    metadata: {name: app}
`;
    const names = ["Pod team-a/app", "Pod team-a/other"];
    for (const text of [jsonLines(both), indented, JSON.stringify(list), JSON.stringify(list, undefined, 2)]) {
      const { requests } = await piped(text);
      expect(requests.map(({ name }) => name)).toEqual(names);
      expect(requests[0]?.request.object).toEqual({ text: expect.stringContaining('"app"') });
    }
    const second = JSON.stringify(both[0], undefined, 2).split("\n").length + 1;
    expect(namesIn(await piped(indented))).toEqual([`1 ${names[0]}`, `${second} ${names[1]}`]);
    const { requests } = await piped(`---\n${yaml}---\n${yaml}`);
    expect(requests.map(({ name, place }) => [name, place.line])).toEqual([
      ["DELETE Pod app", 2],
      ["DELETE Pod app #2", 11],
    ]);
    expect(requests[0]?.request.oldObject).toEqual({ text: "apiVersion: v1\nkind: Pod\nmetadata: {name: app}\n" });
  });

  it("tells what was answered, where it holds a response", async () => {
    const response = { uid: "1", allowed: false, status: { message: "no" }, warnings: ["soon"] };
    const { requests } = await piped(
      jsonLines([review({}, { response }), review({}, { response: { allowed: true } }), review({})]),
    );
    expect(requests.map(({ recorded }) => recorded)).toEqual([
      { allowed: false, message: "no" },
      { allowed: true },
      undefined,
    ]);
  });

  test("that is an answer alone is left aside", async () => {
    const text = jsonLines([review({}), { ...review({}), request: undefined, response: { allowed: true } }]);
    expect(asideIn(await piped(text))).toEqual(["1 × the answer of a webhook, without the request (<stdin>:2)"]);
  });

  it.each([
    [{ operation: "PATCH" }, "`request.operation` must be one of CREATE, UPDATE, DELETE, CONNECT"],
    [{ object: null }, "`request.object` is missing: there is nothing to judge"],
    [{ object: [] }, "`request.object` must be a mapping; `request.object` is missing: there is nothing to judge"],
    [{ operation: "DELETE" }, "`request.oldObject` is missing: there is nothing to judge"],
    [{ kind: { group: 1 } }, "`request.kind.group` must be text"],
    [{ name: 7, dryRun: "yes" }, "`request.name` must be text; `request.dryRun` must be true or false"],
    [
      { userInfo: { groups: "x", extra: { a: "b" } } },
      "`request.userInfo.groups` must be a list of texts; `request.userInfo.extra` must be a mapping of lists of texts",
    ],
  ])("that is broken is a problem: %j", async (request, words) => {
    const read = await piped(jsonLines([review({}), review(request)]));
    expect(namesIn(read)).toEqual(["1 Pod team-a/app"]);
    expect(problemsIn(read)).toEqual([`<stdin>:2 this AdmissionReview cannot be used: ${words}`]);
  });

  test("without a request is a problem", async () => {
    const read = await piped('{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview"}');
    expect(problemsIn(read)).toEqual(["<stdin>:1 this AdmissionReview cannot be used: `request` is missing"]);
  });
});
