import { describe, expect, it, test } from "vitest";
import { type Call, openApi } from "../../harness/engine/_cluster-http.ts";
import { openEngines } from "../../harness/engine/index.ts";
import type { JsonObject, Request, World } from "../../harness/model/index.ts";
import { fakeCluster, kubeconfigFile, kubeconfigOf, serve, statusOf } from "./_fake-cluster.ts";

const text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a} # as written\n";
const creation: Request = { operation: "CREATE", object: { text } };
const stored = {
  kind: "Pod",
  apiVersion: "v1",
  metadata: { name: "a", resourceVersion: "7" },
  spec: { hostPID: true },
};
const pod = (spec: JsonObject = {}): { readonly json: JsonObject } => ({
  json: { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec },
});
const created = { code: 201, body: {} };

describe("nothing is ever stored in a cluster:", () => {
  test("whatever is asked goes out as a dry run, and what has none is not asked", async () => {
    const { judge, heard } = await fakeCluster(({ method }) => ({ code: 200, body: method === "GET" ? stored : {} }));
    const options = { dryRun: [], fieldManager: "me", gracePeriodSeconds: 0 };
    const asked: readonly Request[] = [
      creation,
      { ...creation, options, dryRun: false },
      { operation: "UPDATE", object: pod({ hostPID: true }), options },
      { operation: "DELETE", oldObject: pod(), options },
      { operation: "CREATE", subResource: "eviction", object: pod(), options },
      { operation: "CONNECT", subResource: "exec", object: pod() },
    ];
    for (const request of asked) await judge(request, {});
    const writes = heard.filter(({ method }) => method !== "GET");
    const common = "fieldManager=me&gracePeriodSeconds=0&dryRun=All";
    const pods = "/api/v1/namespaces/default/pods";
    expect(writes.map(({ method, path, body }) => [method, path, body !== ""])).toEqual([
      ["POST", `${pods}?dryRun=All&fieldValidation=Strict`, true],
      ["POST", `${pods}?${common}&fieldValidation=Strict`, true],
      ["PUT", `${pods}/a?${common}&fieldValidation=Strict`, true],
      ["DELETE", `${pods}/a?${common}`, false],
      ["POST", `${pods}/a/eviction?${common}&fieldValidation=Strict`, true],
    ]);
  });

  const unsafe: readonly Call[] = [
    { method: "POST", path: "/x" },
    { method: "PUT", path: "/x?dryRun=" },
    { method: "POST", path: "/x?dryRun=All&dryRun=None" },
    { method: "DELETE", path: "/x?dryRun=All", body: "{}" },
  ];
  test.each(unsafe)("$method $path is refused where all calls pass", (call) => {
    const connection = { context: "c", server: new URL("http://127.0.0.1:9"), credentials: async () => ({}) };
    expect(() => openApi(connection, 1000).call(call)).toThrow(`${call.method} ${call.path} would not be a dry run`);
  });
});

describe("a request", () => {
  it("goes out as it is written, by the user of the case", async () => {
    const { judge, heard } = await fakeCluster(() => created);
    const user = { username: "dev", uid: "5", groups: ["a", "b"], extra: { "x/y": ["1", "2"] } };
    await judge({ ...creation, user }, {});
    expect(heard.map(({ body }) => body)).toEqual([text]);
    expect(heard[0]?.headers).toMatchObject({
      "content-type": "application/yaml",
      "impersonate-user": "dev",
      "impersonate-uid": "5",
      "impersonate-group": "a, b",
      "impersonate-extra-x%2fy": "1, 2",
    });
  });

  it("that changes something brings the version that was read", async () => {
    const { judge, heard } = await fakeCluster(({ method }) => ({ code: 200, body: method === "GET" ? stored : {} }));
    await judge({ operation: "UPDATE", object: pod({ hostPID: false }), oldObject: pod({ hostPID: true }) }, {});
    const [put] = heard.filter(({ method }) => method === "PUT");
    expect(JSON.parse(put?.body ?? "")).toEqual({
      ...pod({ hostPID: false }).json,
      metadata: { name: "a", resourceVersion: "7" },
    });
  });

  it("is one of at most 16 at a time", async () => {
    let running = 0;
    let most = 0;
    const { judge } = await fakeCluster(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((later) => setTimeout(later, 5));
      running -= 1;
      return created;
    });
    await Promise.all(Array.from({ length: 60 }, () => judge(creation, {})));
    expect(most).toBe(16);
  });

  it("waits as long as a busy server asks it to, within its limit", async () => {
    let busy = 2;
    const wait = { code: 429, body: statusOf(429, "TooManyRequests", "busy"), headers: { "Retry-After": "0" } };
    const { judge, heard } = await fakeCluster(() => (busy-- > 0 ? wait : created));
    expect((await judge(creation, {})).decision).toBe("allow");
    expect(heard).toHaveLength(3);
  });

  it("that is not answered in time is an error of the run", async () => {
    const { judge } = await fakeCluster(() => new Promise(() => {}), 300);
    expect((await judge(creation, {})).errors).toEqual([
      {
        code: "engine-timeout",
        message: expect.stringMatching(/^`http:.*` \(context `here`\) did not answer within 0.3 s$/),
      },
    ]);
  });

  it("has the warnings of the headers", async () => {
    const headers = { Warning: ['299 - "say \\"no\\""', '199 proxy "other"', '299 - "zweite für dich"'] };
    const { judge } = await fakeCluster(() => ({
      ...created,
      headers: { Warning: headers.Warning.map((one) => Buffer.from(one).toString("latin1")) },
    }));
    expect((await judge(creation, {})).warnings).toEqual(['say "no"', "zweite für dich"]);
  });
});

const vap = "ValidatingAdmissionPolicy 'p' with binding 'b' denied request:";
const denial = (policy: string, message: string, more: object = {}) => ({ violations: [{ policy, message, ...more }] });
const failure = (code: string, message: string, more: object = {}) => ({ errors: [{ code, message, ...more }] });
const noRight = (who: string, words: string) => `the ${who} may not ask this: ${words}`;
const rbac = 'pods is forbidden: User "dev" cannot create resource "pods" in API group "" in the namespace "default"';
const impersonation =
  'users "dev" is forbidden: User "me" cannot impersonate resource "users" in API group "" at the cluster scope';

/** Code, reason, the server's message, what it is. The real server's words are compared in test/cluster. */
const refusals: readonly (readonly [number, string, string, object])[] = [
  [422, "Invalid", `pods "a" is forbidden: ${vap} no`, denial("p", "no", { binding: "b" })],
  [401, "Unauthorized", `pods "a" is forbidden: ${vap} no`, denial("p", "no", { binding: "b" })],
  [
    422,
    "Invalid",
    `pods "a" is forbidden: ${vap} expression 'x' resulted in error: y`,
    failure("evaluation", "expression 'x' resulted in error: y", { policy: "p" }),
  ],
  [
    403,
    "Forbidden",
    `pods "a" is forbidden: ${vap} User "x" cannot y`,
    denial("p", 'User "x" cannot y', { binding: "b" }),
  ],
  [
    403,
    "Forbidden",
    'pods "a" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostPID=true)',
    denial("PodSecurity", "host namespaces (hostPID=true)"),
  ],
  [403, "Forbidden", 'pods "a" is forbidden: exceeded quota: q', denial("admission", "exceeded quota: q")],
  [400, "", 'admission webhook "w" denied the request without explanation', denial("w", "without explanation")],
  [409, "AlreadyExists", 'admission webhook "w" denied the request: taken', denial("w", "taken")],
  [
    400,
    "BadRequest",
    'admission webhook "w" does not support dry run',
    failure("evaluation", 'admission webhook "w" does not support dry run', { policy: "w" }),
  ],
  [
    500,
    "InternalError",
    'Internal error occurred: failed calling webhook "w": x',
    failure("evaluation", 'Internal error occurred: failed calling webhook "w": x', { policy: "w" }),
  ],
  [403, "Forbidden", rbac, failure("bad-cluster", noRight("context's user", rbac))],
  [
    422,
    "Invalid",
    'Pod "a" is invalid: spec: Required value',
    failure("bad-object", 'Pod "a" is invalid: spec: Required value'),
  ],
  [400, "BadRequest", "no Pod", failure("bad-object", "no Pod")],
  [503, "ServiceUnavailable", "starting", failure("bad-cluster", "the cluster answered with 503: starting")],
  [
    401,
    "Unauthorized",
    "Unauthorized",
    failure(
      "bad-cluster",
      "the cluster does not know who asks (Unauthorized): log in again, or choose another context",
    ),
  ],
];

describe("what a server refuses", () => {
  test.each(refusals)("with %i %s, saying `%s`, is what refused it", async (code, reason, message, expected) => {
    const { judge } = await fakeCluster(() => ({ code, body: statusOf(code, reason, message) }));
    const response = { allowed: false, code, ...(reason === "" ? {} : { reason }), message };
    const decision = "violations" in expected ? "deny" : "error";
    expect(await judge(creation, {})).toEqual({
      decision,
      violations: [],
      warnings: [],
      audit: {},
      ...expected,
      response,
    });
  });

  test("because the user of the case may not is an error of the case, and because nobody may be impersonated one of the context", async () => {
    const { judge } = await fakeCluster(({ headers }) => {
      const message = headers["impersonate-user"] === "dev" ? rbac : impersonation;
      return { code: 403, body: statusOf(403, "Forbidden", message) };
    });
    const errors = async (username: string) => (await judge({ ...creation, user: { username } }, {})).errors;
    expect(await errors("dev")).toEqual([{ code: "bad-world", message: noRight("user of the case", rbac) }]);
    expect(await errors("me")).toEqual([{ code: "bad-cluster", message: noRight("context's user", impersonation) }]);
  });

  test("for a name that is taken has passed admission", async () => {
    const body = statusOf(409, "AlreadyExists", 'pods "a" already exists');
    const { judge } = await fakeCluster(() => ({ code: 409, body }));
    expect(await judge(creation, {})).toMatchObject({ decision: "allow", response: { allowed: true } });
  });

  test("in no words of an API server is an error of the run", async () => {
    const { judge } = await fakeCluster(() => ({ code: 502, body: "<html>\nbad gateway" }));
    expect((await judge(creation, {})).errors).toEqual([
      { code: "bad-cluster", message: "the cluster answered with 502: <html> bad gateway" },
    ]);
  });
});

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

describe("a cluster that cannot be reached is one problem that says what to do:", () => {
  const problemsWith = async (cluster: { readonly kubeconfig?: string; readonly context?: string }) => {
    const engines = openEngines({ cluster, timeoutMs: 2_000 });
    const { judge, problems } = await engines.get("cluster").compile([]);
    engines.close();
    expect(judge).toBeUndefined();
    return problems.map(({ code, message, hint }) => `${code}: ${message} (${hint ?? ""})`);
  };
  const serving = async (code: number, body: JsonObject | string) =>
    kubeconfigFile(kubeconfigOf(`http://127.0.0.1:${await serve(async () => ({ code, body }))}`));

  test("no kubeconfig", async () => {
    const hint = "name one with --kubeconfig, or in KUBECONFIG";
    expect(await problemsWith({})).toEqual([`bad-cluster: there is no kubeconfig (${hint})`]);
    const message = "there is no kubeconfig: `/nowhere/config` is not there";
    expect(await problemsWith({ kubeconfig: "/nowhere/config" })).toEqual([`bad-cluster: ${message} (${hint})`]);
  });

  test("a file that is no kubeconfig", async () => {
    const file = kubeconfigFile("clusters: [{name: c}]\n");
    const message = `the kubeconfig \`${file}\` cannot be read: clusters[0].cluster is missing`;
    expect(await problemsWith({ kubeconfig: file })).toEqual([`bad-cluster: ${message} (correct it)`]);
  });

  test("a context that is not there, and none", async () => {
    const kubeconfig = kubeconfigFile(kubeconfigOf("http://127.0.0.1:9"));
    expect(await problemsWith({ kubeconfig, context: "other" })).toEqual([
      "bad-cluster: the kubeconfig has no context `other` (contexts: `here`, `there`)",
    ]);
    const undecided = kubeconfigFile({ ...kubeconfigOf("http://127.0.0.1:9"), "current-context": "" });
    expect(await problemsWith({ kubeconfig: undecided })).toEqual([
      "bad-cluster: the kubeconfig has no current context (choose one with --context; contexts: `here`, `there`)",
    ]);
  });

  test("nobody who listens", async () => {
    const problems = await problemsWith({ kubeconfig: kubeconfigFile(kubeconfigOf("https://127.0.0.1:9")) });
    const words = "it refuses connections; start the cluster, or choose another with --context";
    expect(problems).toEqual([`bad-cluster: \`https://127.0.0.1:9\` (context \`here\`) cannot be asked: ${words} ()`]);
  });

  test("credentials that are refused, and a server that is none", async () => {
    const refused = await serving(401, statusOf(401, "Unauthorized", "Unauthorized"));
    expect(await problemsWith({ kubeconfig: refused })).toEqual([
      "bad-cluster: the cluster does not know who asks (Unauthorized): log in again, or choose another context ()",
    ]);
    const [problem] = await problemsWith({ kubeconfig: await serving(404, "nothing here") });
    expect(problem).toMatch(/^bad-cluster: `http:.*\/` is no Kubernetes API server: it serves no \/api\/v1 \(correct/);
  });
});
