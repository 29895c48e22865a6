import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import type { Json, JsonObject, Judge, Operation, Request, SourceFile } from "../../harness/model/index.ts";

const engines = openEngines();
const seed = Number(process.env["ASSAY_SEED"] ?? 20261126);

/** Asks the library whether a policy and its binding, which are its params, are asked about a request, and whether they can be at all. */
const question: SourceFile = {
  path: "asked.rego",
  text: `package asked
import data.lib.never
import data.lib.policies
import data.lib.rules

deny contains "asked" if { is_asked(input.parameters.policy); is_asked(input.parameters.binding) }
deny contains "never" if { some reasons in [
  never.alone(input.parameters.policy),
  never.alone(input.parameters.binding),
  never.together(input.parameters.policy, input.parameters.binding),
]; count(reasons) > 0 }
is_asked(object) if { is_included(object); not is_excluded(object) }
is_included(object) if { some rule in policies.rules(object); applies(rule) }
is_included(object) if policies.rules(object) == []
is_excluded(object) if { some rule in policies.excluding(object); applies(rule) }
applies(rule) if { rules.matches(rule, input.parameters.request); is_named(rules.names(rule)) }
is_named(names) if names == set()
is_named(names) if input.parameters.name in names
`,
};

let library: Judge;

beforeAll(async () => {
  const folder = join(import.meta.dirname, "../../rego/lib");
  const files = readdirSync(folder).filter((file) => file.endsWith(".rego") && !file.endsWith("_test.rego"));
  const modules = files.map((file) => ({ path: `rego/lib/${file}`, text: readFileSync(join(folder, file), "utf8") }));
  library = await compiled("rego", question, modules);
});

afterAll(() => engines.close());

async function compiled(engine: "rego" | "cel", source: SourceFile, modules: readonly SourceFile[] = []) {
  const policy = { control: "asked", engine, sources: [source], library: modules };
  const { judge, problems } = await engines.get(engine).compile([policy]);
  if (judge === undefined) throw new Error(JSON.stringify(problems));
  return judge;
}

/** A request, and what of it the library's functions take. */
interface Asked {
  readonly request: Request;
  readonly params: { readonly request: JsonObject; readonly name: string };
}

const containers = [{ name: "app", image: "registry.example/app:1" }];
const ephemeralContainers = [{ name: "debug", image: "registry.example/debug:1" }];
const template = { metadata: { labels: { app: "a" } }, spec: { containers } };

function asking(operation: Operation, resource: string, object: JsonObject, namespace?: string): Asked {
  const [path = "", subresource = ""] = resource.split("/");
  const [group = "", plural = path] = path.includes(":") ? path.split(":") : ["", path];
  const name = plural === "deployments" || plural === "nodes" ? "b" : "a";
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  const json = { apiVersion: group === "" ? "v1" : `${group}/v1`, metadata, ...object };
  return {
    request: {
      operation,
      ...(subresource === "" ? {} : { subResource: subresource }),
      ...(operation === "DELETE" ? {} : { object: { json } }),
      ...(operation === "CREATE" ? {} : { oldObject: { json } }),
    },
    params: {
      name,
      request: { group, version: "v1", resource: plural, subresource, operation, namespaced: namespace !== undefined },
    },
  };
}

const pod = { kind: "Pod", spec: { containers } };
const requests: readonly Asked[] = [
  asking("CREATE", "pods", pod, "team-a"),
  asking("UPDATE", "pods", pod, "team-b"),
  asking("DELETE", "pods", pod, "team-a"),
  asking("UPDATE", "pods/ephemeralcontainers", { kind: "Pod", spec: { containers, ephemeralContainers } }, "team-a"),
  asking("UPDATE", "pods/status", pod, "team-a"),
  asking(
    "CREATE",
    "apps:deployments",
    { kind: "Deployment", spec: { selector: { matchLabels: { app: "a" } }, template } },
    "team-a",
  ),
  asking("CREATE", "namespaces", { kind: "Namespace" }),
  asking("CREATE", "nodes", { kind: "Node" }),
  asking("CREATE", "configmaps", { kind: "ConfigMap" }, "team-b"),
];

/** Namespaces with and without the label that selectors ask for. */
const namespaces = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "team-a", labels: { a: "x" } } },
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "team-b" } },
];

const someOf = (...items: readonly string[]) =>
  fc.oneof(fc.constant(["*"]), fc.shuffledSubarray([...items], { minLength: 1 }));
const names = ["pods", "pods/status", "pods/ephemeralcontainers", "deployments", "namespaces", "nodes", "configmaps"];
const resources = fc.oneof(
  fc.constantFrom(["*"], ["*/*"], ["pods/*"], ["*", "*/status"], ["pods", "*/ephemeralcontainers"], ["Pods"]),
  fc.subarray(names, { minLength: 1 }),
);
const rule = fc.record(
  {
    apiGroups: someOf("", "apps", "batch", "core"),
    apiVersions: someOf("v1", "v2"),
    operations: someOf("CREATE", "UPDATE", "DELETE", "CONNECT"),
    resources,
    scope: fc.constantFrom("*", "Namespaced", "Cluster"),
    resourceNames: fc.subarray(["a", "b"]),
  },
  { requiredKeys: ["apiGroups", "apiVersions", "operations", "resources"] },
);
const selector = fc.constantFrom<JsonObject>(
  { matchLabels: { a: "x" } },
  { matchExpressions: [{ key: "a", operator: "DoesNotExist" }] },
  { matchLabels: { a: "x" }, matchExpressions: [{ key: "a", operator: "NotIn", values: ["x"] }] },
);
const match = (minLength: number) =>
  fc.record(
    {
      resourceRules: fc.array(rule, { minLength, maxLength: 3 }),
      excludeResourceRules: fc.array(rule, { maxLength: 1 }),
      matchPolicy: fc.constantFrom("Exact", "Equivalent"),
      namespaceSelector: selector,
    },
    { requiredKeys: minLength === 0 ? [] : ["resourceRules"] },
  );
const apiVersion = "admissionregistration.k8s.io/v1";
const metadata = { name: "asked" };

function policyOf(matchConstraints: Json): JsonObject {
  const spec = { matchConstraints, validations: [{ expression: "false", message: "asked" }] };
  return { apiVersion, kind: "ValidatingAdmissionPolicy", metadata, spec };
}

function bindingOf(matchResources: Json): JsonObject {
  const spec = { policyName: "asked", matchResources, validationActions: ["Deny"] };
  return { apiVersion, kind: "ValidatingAdmissionPolicyBinding", metadata, spec };
}

/** What the server makes of a request, and what the library says of it. */
interface Answer {
  readonly decision: string;
  readonly said: readonly string[];
  /** Namespaces are selected, which no rule says. */
  readonly selects: boolean;
  readonly of: unknown;
}

async function answersFor(constraints: JsonObject, bound: JsonObject): Promise<readonly Answer[]> {
  const pair = { policy: policyOf(constraints), binding: bindingOf(bound) };
  const text = Object.values(pair).map((object) => JSON.stringify(object));
  const server = await compiled("cel", { path: "asked.yaml", text: text.join("\n---\n") });
  const selects = "namespaceSelector" in constraints || "namespaceSelector" in bound;
  return Promise.all(
    requests.map(async ({ request, params }) => {
      const { decision } = await server(request, { namespaces });
      const { violations } = await library(request, { namespaces, params: { ...pair, ...params } });
      return { decision, selects, said: violations.map(({ message }) => message), of: { constraints, bound, params } };
    }),
  );
}

describe("rules of policies", () => {
  const pairs = fc.sample(fc.tuple(match(1), match(0)), { seed, numRuns: 400 });
  let answers: readonly Answer[];

  beforeAll(async () => {
    const found: Answer[] = [];
    for (const [constraints, bound] of pairs) found.push(...(await answersFor(constraints, bound)));
    answers = found;
  });

  it("are asked of generated requests, of which some match", () => {
    expect(new Set(answers.map(({ decision }) => decision))).toEqual(new Set(["deny", "skip"]));
    expect(answers.filter(({ decision }) => decision === "deny").length).toBeGreaterThan(pairs.length / 4);
  });

  it("are read by the library as the API server reads them", () => {
    const other = answers.filter(
      ({ decision, said, selects }) => !selects && said.includes("asked") !== (decision === "deny"),
    );
    expect(other).toEqual([]);
  });

  it("never match where the library says so", () => {
    const never = answers.filter(({ said }) => said.includes("never"));
    expect(never.length).toBeGreaterThan(pairs.length / 2);
    expect(never.filter(({ decision }) => decision !== "skip")).toEqual([]);
  });
});
