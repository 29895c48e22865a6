import { describe, expect, test } from "vitest";
import type { JsonObject, Request, World } from "../../harness/model/index.ts";
import { created, creation, fakeCluster, pod, stored } from "./_fake-cluster.ts";

const namespace = (labels: JsonObject, name = "default") => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
});
const settings = (data: JsonObject) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "settings", namespace: "default" },
  data,
});

const aside: readonly (readonly [string, Request, World, string | undefined])[] = [
  ["`raw`", creation, { raw: true }, "`raw`: a cluster never reads an object as it is written"],
  ["`validate: false`", creation, { validate: false }, "`validate: false`: a cluster always validates"],
  ["`params`", creation, { params: {} }, "`params`: a cluster has its own parameters"],
  ["`rules`", creation, { rules: [] }, "`rules`: what users may do is up to the cluster"],
  ["another release", creation, { kubernetes: "1.31" }, "`kubernetes`: the cluster is 1.37, not 1.31"],
  ["its own release", creation, { kubernetes: "1.37" }, undefined],
  ["CONNECT", { ...creation, operation: "CONNECT" }, {}, "CONNECT: the API server knows no dry run of it"],
  [
    "a user without a name",
    { ...creation, user: { groups: ["a"] } },
    {},
    "`user`: one without `username` cannot be impersonated",
  ],
  [
    "a user whom no header can name",
    { ...creation, user: { username: "ü" } },
    {},
    "`user`: its letters cannot be put into a header",
  ],
  [
    "options that no query can say",
    { operation: "DELETE", oldObject: pod(), options: { preconditions: { uid: "1" } } },
    {},
    "`options.preconditions`: it cannot be put into a query",
  ],
  ["a namespace that is not there", { ...creation, namespace: "x" }, {}, "the cluster has no namespace `x`"],
  ["labels that are there", creation, { namespaces: [namespace({ tier: "gold" })] }, undefined],
  [
    "other labels",
    creation,
    { namespaces: [namespace({ tier: "tin" })] },
    "the cluster holds another Namespace `default` than declared",
  ],
  ["another namespace", creation, { namespaces: [namespace({}, "x")] }, "the cluster does not hold Namespace `x`"],
  ["an object that is there", creation, { objects: [settings({ a: "1" })] }, undefined],
  [
    "an object that says something else",
    creation,
    { objects: [settings({ a: "2" })] },
    "the cluster holds another ConfigMap `default/settings` than declared",
  ],
  [
    "a kind that is not served",
    creation,
    { objects: [{ apiVersion: "a.b/v1", kind: "C", metadata: { name: "c" } }] },
    "the cluster does not serve C `c`",
  ],
  [
    "an update of what is there",
    { operation: "UPDATE", object: pod({ hostPID: false }), oldObject: pod({ hostPID: true }) },
    {},
    undefined,
  ],
  [
    "an update of what is otherwise",
    { operation: "UPDATE", object: pod({ hostPID: false }) },
    {},
    "the cluster holds another Pod `a` than declared",
  ],
  [
    "a deletion of what is not there",
    { operation: "DELETE", oldObject: pod(), name: "b" },
    {},
    "the cluster does not hold Pod `a`",
  ],
];

describe("a cluster is not asked what it cannot answer:", () => {
  test.each(aside)("%s", async (_, request, world, reason) => {
    const { cannotAsk, judge, heard } = await fakeCluster(({ method, path }) => {
      if (method !== "GET") return created;
      if (path.endsWith("/configmaps/settings")) return { code: 200, body: settings({ a: "1", b: "2" }) };
      return path.endsWith("/pods/a") ? { code: 200, body: stored } : undefined;
    });
    expect(await cannotAsk(request, world)).toBe(reason);
    const { errors } = await judge(request, world);
    const message = `the cluster cannot be asked this: ${reason}`;
    expect(errors).toEqual(reason === undefined ? undefined : [{ code: "bad-world", message }]);
    expect(heard.filter(({ method }) => method !== "GET")).toHaveLength(reason === undefined ? 1 : 0);
  });

  test("an object that kubectl would not send is an error of the case", async () => {
    const { judge, heard } = await fakeCluster(({ method }) => (method === "GET" ? undefined : created));
    const message = 'no matches for kind "Team" in version "a.b/v1"';
    expect(
      await judge({ operation: "CREATE", object: { text: "apiVersion: a.b/v1\nkind: Team\n" } }, {}),
    ).toMatchObject({
      decision: "error",
      errors: [{ code: "bad-object", message }],
      response: { allowed: false, code: 400, reason: "BadRequest", message },
    });
    expect(heard.filter(({ method }) => method !== "GET")).toEqual([]);
  });
});
