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
