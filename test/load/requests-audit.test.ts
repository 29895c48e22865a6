import { describe, expect, it, test } from "vitest";
import type { Request } from "../../harness/model/index.ts";
import { asideIn, jsonLines, namesIn, piped, problemsIn } from "./_requests.ts";

const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "app", namespace: "team-a", resourceVersion: "7" } };
let ids = 0;

/** An event as the API server writes it at the level RequestResponse. */
function event(more: object): object {
  return {
    kind: "Event",
    apiVersion: "audit.k8s.io/v1",
    level: "RequestResponse",
    auditID: `id-${ids++}`,
    stage: "ResponseComplete",
    requestURI: "/api/v1/namespaces/team-a/pods?fieldManager=kubectl-create",
    verb: "create",
    user: { username: "dev", uid: "5", groups: ["devs"] },
    sourceIPs: ["10.0.0.1"],
    objectRef: { resource: "pods", namespace: "team-a", name: "app", apiVersion: "v1" },
    responseStatus: { metadata: {}, code: 200 },
    ...more,
  };
}

async function requestIn(more: object): Promise<Request | undefined> {
  return (await piped(JSON.stringify(event(more)))).requests[0]?.request;
}

const objectOf = (source: Request["object"]): unknown =>
  source === undefined ? undefined : "text" in source ? JSON.parse(source.text) : source.json;

const about = { resource: { group: "", version: "v1", resource: "pods" }, name: "app", namespace: "team-a" };

describe("an audit event", () => {
  test("of a create is what was sent, by whom, with its options", async () => {
    expect(await requestIn({ requestObject: pod, responseObject: { ...pod, status: {} } })).toEqual({
      operation: "CREATE",
      object: { text: JSON.stringify(pod) },
      ...about,
      user: { username: "dev", uid: "5", groups: ["devs"] },
      options: { fieldManager: "kubectl-create" },
    });
  });

  test("of an impersonated user is that user's", async () => {
    const impersonatedUser = { username: "boss" };
    expect((await requestIn({ requestObject: pod, impersonatedUser }))?.user).toEqual(impersonatedUser);
  });

  test("of a dry run is one", async () => {
    expect(await requestIn({ requestObject: pod, requestURI: "/x?dryRun=All" })).toMatchObject({ dryRun: true });
  });

  it.each([
    ["update", 200, { requestObject: pod }, "UPDATE"],
    ["update", 201, { requestObject: pod }, "CREATE"],
    ["patch", 200, { requestObject: { spec: {} }, responseObject: pod }, "UPDATE"],
    ["patch", 201, { requestObject: { spec: {} }, responseObject: pod }, "CREATE"],
  ])("of a %s answered with %d is one of the whole object", async (verb, code, objects, operation) => {
    const request = await requestIn({ verb, responseStatus: { code }, ...objects });
    const { resourceVersion: _version, ...fresh } = pod.metadata;
    const made = verb === "patch" && code === 201 ? { ...pod, metadata: fresh } : pod;
    expect([request?.operation, objectOf(request?.object)]).toEqual([operation, made]);
  });

  test("of a delete is one of the object that was answered", async () => {
    const request = await requestIn({ verb: "delete", responseObject: pod });
    expect([request?.operation, request?.object, objectOf(request?.oldObject)]).toEqual(["DELETE", undefined, pod]);
  });

  test("of a subresource says which", async () => {
    const objectRef = {
      resource: "deployments",
      apiGroup: "apps",
      apiVersion: "v1",
      name: "web",
      subresource: "scale",
    };
    const requestObject = { apiVersion: "autoscaling/v1", kind: "Scale", metadata: { name: "web" } };
    expect(await requestIn({ verb: "update", objectRef, requestObject })).toMatchObject({
      operation: "UPDATE",
      resource: { group: "apps", version: "v1", resource: "deployments" },
      subResource: "scale",
    });
  });

  it.each([
    [
      "exec",
      "command=sh&command=-c&container=app&stdin=true&tty=false",
      { kind: "PodExecOptions", command: ["sh", "-c"], container: "app", stdin: true, tty: false },
    ],
    ["attach", "stdout=1", { kind: "PodAttachOptions", stdout: true }],
    ["portforward", "ports=80&ports=443", { kind: "PodPortForwardOptions", ports: [80, 443] }],
    ["proxy", "path=x", { kind: "PodProxyOptions", path: "x" }],
  ])("of a connection (%s) is one with the options of its path", async (subresource, query, options) => {
    const objectRef = { resource: "pods", namespace: "team-a", name: "app", apiVersion: "v1", subresource };
    const request = await requestIn({ verb: "get", objectRef, requestURI: `/api/v1/x?${query}`, level: "Metadata" });
    expect([request?.operation, objectOf(request?.object)]).toEqual(["CONNECT", { apiVersion: "v1", ...options }]);
  });

  test("is read from a list as well, the events of which need not say what they are", async () => {
    const { kind: _kind, apiVersion: _version, ...one } = event({ requestObject: pod }) as Record<string, unknown>;
    const text = JSON.stringify({ kind: "EventList", apiVersion: "audit.k8s.io/v1", items: [one] }, undefined, 2);
    expect(namesIn(await piped(text))).toEqual(["5 Pod team-a/app"]);
  });

  it.each([
    [200, undefined, { allowed: true }],
    [409, 'pods "app" already exists', undefined],
    [403, 'pods "app" is forbidden: exceeded quota: q', undefined],
    [400, 'admission webhook "a.b" denied the request: no', "denied"],
    [422, "pods \"app\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no", "denied"],
    [403, 'pods "app" is forbidden: violates PodSecurity "restricted:latest": no', "denied"],
  ])("answered with %d `%s` tells what admission said: %j", async (code, message, recorded) => {
    const answered = { code, ...(message === undefined ? {} : { message }) };
    const { requests } = await piped(JSON.stringify(event({ requestObject: pod, responseStatus: answered })));
    expect(requests.map((one) => one.recorded)).toEqual([
      recorded === "denied" ? { allowed: false, message } : recorded,
    ]);
  });
});

describe("the object before a change", () => {
  const stateOf = (resourceVersion: string, labels: object = {}, uid = "u"): object => ({
    ...pod,
    metadata: { name: "app", namespace: "team-a", uid, resourceVersion, labels },
  });
  const created = event({ requestObject: pod, responseObject: stateOf("7") });

  /** What the last of some events asks. */
  const lastOf = async (...events: readonly object[]): Promise<readonly unknown[]> => {
    const { requests, aside } = await piped(jsonLines(events));
    const last = requests.at(-1)?.request;
    return [last?.operation, objectOf(last?.object), objectOf(last?.oldObject), aside.map(({ reason }) => reason)];
  };

  test("of an update is what an event before it answered", async () => {
    const update = {
      verb: "update",
      requestObject: stateOf("7", { a: "b" }),
      responseObject: stateOf("8", { a: "b" }),
    };
    expect(await lastOf(created, event(update))).toEqual(["UPDATE", stateOf("7", { a: "b" }), stateOf("7"), []]);
    const other = { ...update, requestObject: stateOf("8", { a: "c" }) };
    const afterwards = await lastOf(created, event(update), event(other));
    expect(afterwards.slice(1, 3)).toEqual([stateOf("8", { a: "c" }), stateOf("8", { a: "b" })]);
  });

  test("of an update of another version, or of another object of the name, is not known", async () => {
    for (const requestObject of [stateOf("9"), stateOf("7", {}, "other")])
      expect(await lastOf(created, event({ verb: "update", requestObject }))).toEqual([
        "UPDATE",
        requestObject,
        undefined,
        [],
      ]);
  });

  test("of a patch is what an event before it answered, and the patched one has its version", async () => {
    const patch = { verb: "patch", requestObject: {}, responseObject: stateOf("8", { a: "b" }) };
    expect(await lastOf(created, event(patch))).toEqual(["UPDATE", stateOf("7", { a: "b" }), stateOf("7"), []]);
    const recreated = { ...patch, responseObject: stateOf("8", {}, "other") };
    expect(await lastOf(created, event(recreated))).toEqual(["UPDATE", stateOf("8", {}, "other"), undefined, []]);
  });

  test("is also what was read, and what its status became; a refusal and a dry run say nothing of it", async () => {
    const read = event({ verb: "get", responseObject: stateOf("7") });
    const objectRef = { resource: "pods", namespace: "team-a", name: "app", apiVersion: "v1", subresource: "status" };
    const status = event({ verb: "update", objectRef, requestObject: stateOf("7"), responseObject: stateOf("8") });
    const dry = event({
      verb: "update",
      requestURI: "/x?dryRun=All",
      requestObject: stateOf("8"),
      responseObject: stateOf("9"),
    });
    const update = event({ verb: "update", requestObject: stateOf("8", { a: "b" }) });
    const asked = await lastOf(read, status, dry, update);
    expect(asked.slice(0, 3)).toEqual(["UPDATE", stateOf("8", { a: "b" }), stateOf("8")]);
  });

  test("that is deleted is the one that was known, until it is gone", async () => {
    const gone = event({ verb: "delete", responseObject: { kind: "Status", apiVersion: "v1" } });
    expect(await lastOf(created, gone)).toEqual(["DELETE", undefined, stateOf("7"), []]);
    const missing = event({ verb: "delete", responseStatus: { code: 404 }, responseObject: { kind: "Status" } });
    const reason = "`delete` that the server refused before it had an object";
    expect(await lastOf(created, missing)).toMatchObject(["CREATE", pod, undefined, [reason]]);
    expect((await lastOf(created, gone, event({ verb: "delete" }))).at(-1)).toEqual([
      "`delete` of which no object is recorded",
    ]);
    const evicted = event({
      objectRef: { resource: "pods", namespace: "team-a", name: "app", apiVersion: "v1", subresource: "eviction" },
      requestObject: { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: "app" } },
    });
    expect((await lastOf(created, evicted, event({ verb: "delete" }))).at(-1)).toEqual([
      "`delete` of which no object is recorded",
    ]);
  });
});

describe("an audit event that is no request", () => {
  it("is left aside with the reason, and counted", async () => {
    const told = event({ requestObject: pod });
    const read = await piped(
      jsonLines([
        event({ verb: "get" }),
        event({ verb: "list" }),
        event({ verb: "get" }),
        event({ stage: "RequestReceived", requestObject: pod }),
        event({ level: "Metadata" }),
        event({ verb: "patch", level: "Request", requestObject: {} }),
        event({ verb: "delete", responseObject: { kind: "Status", apiVersion: "v1" } }),
        event({ verb: "deletecollection" }),
        event({ responseStatus: { code: 403 } }),
        event({ objectRef: undefined }),
        told,
        told,
      ]),
    );
    expect(namesIn(read)).toEqual(["11 Pod team-a/app"]);
    expect(problemsIn(read)).toEqual([]);
    expect(asideIn(read)).toEqual([
      "2 × `get` is never put to admission (<stdin>:1)",
      "1 × `list` is never put to admission (<stdin>:2)",
      "1 × an event of another stage than ResponseComplete (<stdin>:4)",
      "1 × `create` at the level Metadata: the object is not recorded (<stdin>:5)",
      "1 × `patch` at the level Request: the object is not recorded (<stdin>:6)",
      "1 × `delete` of which no object is recorded (<stdin>:7)",
      "1 × a deletion of many objects: which ones is not recorded (<stdin>:8)",
      "1 × `create` that the server refused before it had an object (<stdin>:9)",
      "1 × a request for a path that is no resource (<stdin>:10)",
      "1 × an event that was told before (<stdin>:12)",
    ]);
  });

  it("is a problem where no event of the log is one", async () => {
    expect(problemsIn(await piped(jsonLines([event({ verb: "list" })])))).toEqual([
      "<stdin>:1 there is no request in standard input; the first document that was left aside is `list` is never put to admission",
    ]);
  });

  it("is a problem where it is broken", async () => {
    const read = await piped(jsonLines([event({ verb: 1, objectRef: [] }), event({ requestObject: pod })]));
    expect(namesIn(read)).toEqual(["2 Pod team-a/app"]);
    expect(problemsIn(read)).toEqual([
      "<stdin>:1 this audit event cannot be used: `objectRef` must be a mapping; `verb` must be text",
    ]);
  });
});
