import { describe, expect, it, test } from "vitest";
import { type Call, openApi } from "../../harness/engine/_cluster-http.ts";
import { openEngines } from "../../harness/engine/index.ts";
import type { JsonObject, Request } from "../../harness/model/index.ts";
import {
  created,
  creation,
  fakeCluster,
  kubeconfigFile,
  kubeconfigOf,
  pod,
  serve,
  statusOf,
  stored,
  text,
} from "./_fake-cluster.ts";

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
