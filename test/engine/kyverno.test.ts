import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Engines, type EnginesOptions, openEngines } from "../../harness/engine/index.ts";
import type { Judge, Policy, Request, World } from "../../harness/model/index.ts";

const folder = mkdtempSync(join(tmpdir(), "kyverno-test-"));
const opened: Engines[] = [];
afterAll(() => {
  for (const engines of opened) engines.close();
  rmSync(folder, { recursive: true });
});

/** What the fake program was given. */
interface Run {
  readonly folder: string;
  readonly objects: readonly string[];
  readonly [flag: string]: unknown;
}

const readRun = (line: string): Run => JSON.parse(line) as Run;

/** An engine with the fake program, and what was asked of it, a run each. */
function fake(options: EnginesOptions = {}) {
  const file = join(folder, `${opened.length}.log`);
  const binary = {
    file: process.execPath,
    arguments: [join(import.meta.dirname, "../fixtures/fake-kyverno.ts"), file],
  };
  const engines = openEngines({ ...options, kyverno: { binary } });
  opened.push(engines);
  const log = (): readonly Run[] =>
    existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(readRun) : [];
  const runs = () => log().map(({ folder: _, ...run }) => run);
  return { engine: engines.get("kyverno"), runs, folders: () => log().map((run) => run.folder) };
}

const rules = (name: string, names: readonly string[], more = {}) => ({
  apiVersion: "kyverno.io/v1",
  kind: "ClusterPolicy",
  metadata: { name },
  spec: { rules: names.map((rule) => ({ name: rule, ...more })) },
});

function policyOf(documents: readonly object[], more: Partial<Policy> = {}): Policy {
  const text = documents.map((one) => JSON.stringify(one)).join("\n---\n");
  return { control: "c", engine: "kyverno", sources: [{ path: "policies.yaml", text }], ...more };
}

async function judgeOf(engine: ReturnType<Engines["get"]>, policy: Policy): Promise<Judge> {
  const { judge, problems } = await engine.compile([policy]);
  expect(problems).toEqual([]);
  return judge as Judge;
}

const creation = (
  name: string,
  labels: Readonly<Record<string, string>> = {},
  more: Partial<Request> = {},
): Request => ({
  operation: "CREATE",
  object: { json: { apiVersion: "v1", kind: "ConfigMap", metadata: { name, labels } } },
  ...more,
});
const raw: World = { raw: true };

describe("the engine `kyverno`", () => {
  it("tells a missing binary from everything else, and says what to do", async () => {
    const engines = openEngines({ kyverno: { binary: join(folder, "no-such-program") } });
    opened.push(engines);
    const { judge, problems } = await engines.get("kyverno").compile([policyOf([rules("p", ["r"])])]);
    expect(judge).toBeUndefined();
    expect(problems).toEqual([
      {
        code: "engine-missing",
        message: expect.stringContaining("cannot be started"),
        hint: "install the kyverno CLI, or name it with `kyverno: {binary: …}` in assay.yaml",
      },
    ]);
  });

  it("makes one verdict of what the rules say: an error, then violations, then what passed, else a skip", async () => {
    const { engine } = fake();
    const judge = await judgeOf(engine, policyOf([rules("p", ["a", "b"])]));
    const verdicts = await Promise.all([
      judge(creation("one", { a: "pass", b: "skip" }), raw),
      judge(creation("two", { a: "fail", b: "warn" }), raw),
      judge(creation("three", { a: "fail", b: "error" }), raw),
      judge(creation("four", { a: "skip" }), raw),
      judge(creation("five"), raw),
      judge(creation("six", { a: "surely" }), raw),
    ]);
    const nothing = { violations: [], warnings: [], audit: {} };
    expect(verdicts).toEqual([
      { decision: "allow", ...nothing },
      { decision: "deny", ...nothing, violations: [{ policy: "p/a", message: "a of two" }], warnings: ["b of two"] },
      { decision: "error", ...nothing, errors: [{ code: "evaluation", message: "b of three", policy: "p/b" }] },
      { decision: "skip", ...nothing, skipped: "p/a: a of four" },
      { decision: "skip", ...nothing, skipped: "no rule applies" },
      {
        decision: "error",
        ...nothing,
        errors: [{ code: "evaluation", message: "kyverno gave the result `surely`: a of six", policy: "p/a" }],
      },
    ]);
  });

  it("counts only the rules that are named, and those made of them for the controllers of Pods", async () => {
    const { engine } = fake();
    const documents = [rules("p", ["a", "autogen-a", "b"]), rules("q", ["a", "b"])];
    const request = creation("x", { a: "fail", b: "fail" });
    const said = async (entrypoints: readonly string[]) =>
      (await (await judgeOf(engine, policyOf(documents, { entrypoints })))(request, raw)).violations.map(
        ({ policy }) => policy,
      );
    expect(await said(["a"])).toEqual(["p/a", "p/autogen-a", "q/a"]);
    expect(await said(["q/b"])).toEqual(["q/b"]);
    expect(await said(["p/autogen-a"])).toEqual(["p/autogen-a"]);
    expect(await said(["p/*"])).toEqual(["p/a", "p/autogen-a", "p/b"]);
    expect(await said(["nothing"])).toEqual([]);
  });

  it("asks in one run what can be asked together, and requests about one object after each other", async () => {
    const { engine, runs } = fake();
    const [one, other] = await Promise.all([
      judgeOf(engine, policyOf([rules("p", ["a"])])),
      judgeOf(engine, policyOf([rules("p", ["a"])], { entrypoints: ["a"] })),
    ]);
    const names = Array.from({ length: 20 }, (_, index) => `c${index}`);
    const asked = [
      ...names.map((name) => one(creation(name, { a: "pass" }), raw)),
      other(creation("c0", { a: "fail" }), raw),
    ];
    const verdicts = await Promise.all(asked);
    expect(verdicts.map(({ decision }) => decision)).toEqual([...names.map(() => "allow"), "deny"]);
    const asking = runs().map(({ objects }) => objects);
    expect(asking.sort((left, right) => right.length - left.length)).toEqual([names, ["c0"]]);
  });

  it("asks each by itself where policies look at other objects", async () => {
    const { engine, runs } = fake();
    const judge = await judgeOf(engine, policyOf([rules("p", ["a"], { context: [{ apiCall: {} }] })]));
    await Promise.all([judge(creation("one"), raw), judge(creation("two"), raw)]);
    expect(
      runs()
        .map(({ objects }) => objects.join())
        .sort(),
    ).toEqual(["one", "two"]);
  });

  it("hands on who asks, the operation, the namespaces and other objects, with what the sources say beside policies", async () => {
    const { engine, runs } = fake();
    const cli = { apiVersion: "cli.kyverno.io/v1alpha1", metadata: { name: "x" } };
    const values = { ...cli, kind: "Values", globalValues: { team: "a" }, namespaces: [{ metadata: { name: "one" } }] };
    const roles = { ...cli, kind: "UserInfo", roles: ["r"], userInfo: { username: "nobody" } };
    const exception = { apiVersion: "kyverno.io/v2", kind: "PolicyException", metadata: { name: "e" } };
    const judge = await judgeOf(engine, policyOf([rules("p", ["a"]), values, roles, exception]));
    const two = { apiVersion: "v1", kind: "Namespace", metadata: { name: "two" } };
    const { object } = creation("x");
    const request: Request = { operation: "DELETE", ...(object && { oldObject: object }), user: { username: "dev" } };
    await judge(request, { raw: true, namespaces: [two], objects: [two] });
    expect(runs()).toEqual([
      {
        objects: ["x"],
        "--values-file": [
          {
            ...values,
            globalValues: { team: "a", "request.operation": "DELETE" },
            namespaces: [{ metadata: { name: "one" } }, two],
          },
        ],
        "--userinfo": [{ ...roles, userInfo: { username: "dev" } }],
        "--exception": [exception],
        "--target-resource": [two],
      },
    ]);
  });

  it("says what mutating rules made of the object, where they changed it", async () => {
    const { engine } = fake();
    const judge = await judgeOf(engine, policyOf([rules("p", ["a"], { mutate: {} })]));
    const [changed, same] = await Promise.all([
      judge(creation("one", { a: "pass", changed: "yes" }), raw),
      judge(creation("two", { a: "pass" }), raw),
    ]);
    expect(changed.object?.["metadata"]).toEqual({
      name: "one",
      namespace: "default",
      labels: { a: "pass", changed: "yes", added: "yes" },
    });
    expect(same.object).toBeUndefined();
  });

  it("blames the one object at which the binary gives up, and answers the others", async () => {
    const { engine } = fake();
    const judge = await judgeOf(engine, policyOf([rules("p", ["a"])]));
    const verdicts = await Promise.all([
      judge(creation("one", { a: "pass" }), raw),
      judge(creation("two", { behaviour: "give-up" }), raw),
      judge(creation("three", { a: "fail" }), raw),
    ]);
    expect(verdicts.map(({ decision }) => decision)).toEqual(["allow", "error", "deny"]);
    expect(verdicts[1]?.errors).toEqual([
      { code: "evaluation", message: "failed to apply policies on resource two (no such kind)" },
    ]);
  });

  it("takes a policy that the binary leaves out for an error, whatever the others say", async () => {
    const { engine } = fake();
    const said = async (document: object) => {
      const judge = await judgeOf(engine, policyOf([rules("p", ["a"]), document]));
      return (await judge(creation("one", { a: "pass" }), raw)).errors;
    };
    expect(await said(rules("skipped-one", []))).toEqual([
      { code: "bad-policy", message: "kyverno left a policy out: skipped-one: bad variables" },
    ]);
    expect(await said({ ...rules("q", []), kind: "Unknown" })).toEqual([
      { code: "bad-policy", message: "kyverno left a policy out: failed to parse document (kind Unknown not found)" },
    ]);
  });

  it("asks by a Test where something stands for answers of services, or for variables of rules", async () => {
    const { engine, runs } = fake();
    const cli = { apiVersion: "cli.kyverno.io/v1alpha1" };
    const values = { ...cli, kind: "Values", policies: [{ name: "p", rules: [{ name: "a", values: { list: [] } }] }] };
    const apiCallResponses = [{ urlPath: "/api/v1/pods", response: { body: {} } }];
    const mocked = { ...cli, kind: "Test", apiCallResponses };
    const judge = await judgeOf(
      engine,
      policyOf([rules("p", ["a", "b"], { context: [{ apiCall: {} }] }), values, mocked]),
    );
    const verdicts = await Promise.all([
      judge(creation("one", { a: "pass" }), raw),
      judge(creation("two", { a: "fail", b: "pass" }), raw),
      judge(creation("three", { b: "error" }), raw),
      judge(creation("x"), raw),
    ]);
    expect(verdicts.map(({ decision, violations }) => [decision, violations.map(({ message }) => message)])).toEqual([
      ["allow", []],
      ["deny", ["a of two"]],
      ["error", []],
      ["skip", []],
    ]);
    const test = {
      ...cli,
      kind: "Test",
      metadata: { name: "test" },
      policies: ["policies.yaml"],
      resources: ["resources.yaml"],
      variables: "values.yaml",
      apiCallResponses,
      results: [{ policy: "p", kind: "", result: "pass" }],
    };
    expect(runs()).toEqual([{ objects: ["one", "two", "three", "x"], test: [test] }]);
    const plain = { ...cli, kind: "Values", globalValues: { list: [] } };
    const looking = await judgeOf(engine, policyOf([rules("p", ["a"], { context: [{ apiCall: {} }] }), plain]));
    await looking(creation("one"), raw);
    expect(runs()[1]?.["test"]).toMatchObject([{ variables: "values.yaml" }]);
    const said = async (document: object) => {
      const other = await judgeOf(engine, policyOf([rules("p", ["a"]), document, mocked]));
      return (await other(creation("one", { a: "pass" }), raw)).errors?.map(({ message }) => message);
    };
    expect(await said(rules("skipped-one", []))).toEqual(["kyverno left a policy out: skipped-one: bad variables"]);
    expect(await said({ ...rules("q", []), kind: "Unknown" })).toEqual([
      "kyverno left a policy out: policies.yaml: no such kind",
    ]);
  });

  it("hands on what is there in the cluster, and asks each by itself where policies look at it", async () => {
    const { engine, runs } = fake();
    const header = { apiVersion: "cli.kyverno.io/v1alpha1", kind: "ClusterResource" };
    const two = { apiVersion: "v1", kind: "Namespace", metadata: { name: "two" } };
    const crd = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", metadata: { name: "x" } };
    const policy = rules("p", ["a"], { context: [{ apiCall: {} }] });
    const judge = await judgeOf(engine, policyOf([policy, { ...header, spec: { resources: [two] } }, crd]));
    await Promise.all([judge(creation("one"), raw), judge(creation("two"), raw)]);
    expect(runs()).toHaveLength(2);
    expect(runs()[0]).toMatchObject({
      test: [{ clusterResources: ["cluster.yaml"] }],
      cluster: [{ ...header, spec: { crds: ["crd-0.yaml"], resources: [two] } }],
      crds: [crd],
    });
  });

  it("gives up on a run that takes too long", async () => {
    const { engine } = fake({ timeoutMs: 3000 });
    const judge = await judgeOf(engine, policyOf([rules("p", ["a"])]));
    const { errors } = await judge(creation("one", { behaviour: "hang" }), raw);
    expect(errors).toEqual([{ code: "engine-timeout", message: expect.stringContaining("took longer than 3000 ms") }]);
  });

  it("leaves no file behind", async () => {
    const { engine, folders } = fake();
    const judge = await judgeOf(engine, policyOf([rules("p", ["a"])]));
    await judge(creation("one", { a: "pass" }), raw);
    expect(folders().map((path) => [basename(path).startsWith("assay-"), existsSync(path)])).toEqual([[true, false]]);
  });

  it("says what the CLI cannot be asked", async () => {
    const { engine } = fake();
    const { cannotAsk } = await engine.compile([policyOf([rules("p", ["a"])])]);
    const reasons = async (request: Partial<Request>, world: World = {}) =>
      cannotAsk?.(creation("x", {}, request), world);
    const { object } = creation("old");
    expect(await reasons({ operation: "UPDATE", ...(object && { oldObject: object }) })).toContain("no old object");
    expect(await reasons({ operation: "UPDATE" })).toBeUndefined();
    expect(await reasons({ operation: "CONNECT" })).toContain("CONNECT");
    expect(await reasons({ subResource: "status" })).toContain("subresource");
    expect(await reasons({ dryRun: true })).toContain("dry run");
    expect(await reasons({}, { params: {} })).toContain("no params");
    expect(await reasons({}, { rules: [] })).toContain("authorizer");
  });

  it("places what is wrong with the sources", async () => {
    const { engine } = fake();
    const source = { path: "p.yaml", text: "a: 1\n---\na: [\n" };
    const { problems } = await engine.compile([{ control: "c", engine: "kyverno", sources: [source] }]);
    expect(problems).toMatchObject([{ code: "bad-policy", place: { path: "p.yaml", line: 3 } }]);
    const values = { path: "v.yaml", text: "apiVersion: cli.kyverno.io/v1alpha1\nkind: Values\n" };
    const none = await engine.compile([{ control: "c", engine: "kyverno", sources: [values] }]);
    expect(none.problems).toEqual([
      { code: "nothing-found", message: "the sources hold no policy", place: { path: "v.yaml" } },
    ]);
  });
});

const real = spawnSync("kyverno", ["version"]).status === 0;

describe.skipIf(!real)("the real kyverno (skipped where there is no `kyverno` on PATH)", () => {
  const open = () => {
    const engines = openEngines({ timeoutMs: 60_000 });
    opened.push(engines);
    return engines.get("kyverno");
  };
  const pod = (name: string, hostPID: boolean): Request => ({
    operation: "CREATE",
    object: {
      json: {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name },
        spec: { hostPID, containers: [{ name: "app", image: "registry.example/app:1" }] },
      },
    },
  });
  const constraints = {
    resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
  };

  it("judges a ClusterPolicy by pattern", async () => {
    const judge = await judgeOf(
      open(),
      policyOf([
        {
          apiVersion: "kyverno.io/v1",
          kind: "ClusterPolicy",
          metadata: { name: "host-pid" },
          spec: {
            rules: [
              {
                name: "closed",
                match: { any: [{ resources: { kinds: ["Pod"] } }] },
                validate: { message: "hostPID is closed", pattern: { spec: { "=(hostPID)": false } } },
              },
            ],
          },
        },
      ]),
    );
    const verdicts = await Promise.all([
      judge(pod("good", false), {}),
      judge(pod("bad", true), {}),
      judge(creation("x"), raw),
    ]);
    expect(verdicts.map(({ decision }) => decision)).toEqual(["allow", "deny", "skip"]);
    expect(verdicts[1]?.violations).toMatchObject([
      { policy: "host-pid/closed", message: expect.stringContaining("hostPID is closed") },
    ]);
  });

  it("judges a ValidatingPolicy, changes by a MutatingPolicy, and says what it cannot take", async () => {
    const engine = open();
    const validating = {
      apiVersion: "policies.kyverno.io/v1",
      kind: "ValidatingPolicy",
      metadata: { name: "host-pid" },
      spec: { matchConstraints: constraints, validations: [{ expression: "!object.spec.hostPID", message: "closed" }] },
    };
    const mutating = {
      apiVersion: "policies.kyverno.io/v1",
      kind: "MutatingPolicy",
      metadata: { name: "label" },
      spec: {
        matchConstraints: constraints,
        mutations: [
          {
            patchType: "ApplyConfiguration",
            applyConfiguration: { expression: 'Object{metadata: Object.metadata{labels: {"team": "a"}}}' },
          },
        ],
      },
    };
    const judge = await judgeOf(engine, policyOf([validating]));
    expect((await judge(pod("bad", true), {})).violations).toEqual([{ policy: "host-pid", message: "closed" }]);
    const changed = await (await judgeOf(engine, policyOf([mutating])))(pod("good", false), {});
    expect(changed).toMatchObject({ decision: "allow", object: { metadata: { labels: { team: "a" } } } });
    const misspelt = { ...validating, spec: { ...validating.spec, validation: [] } };
    const refused = await (await judgeOf(engine, policyOf([misspelt])))(pod("good", false), {});
    expect(refused.errors).toMatchObject([{ code: "bad-policy", message: expect.stringContaining("unknown field") }]);
  });
});
