import type { Engines } from "../../harness/engine/index.ts";
import type { Json, JsonObject, Policy } from "../../harness/model/index.ts";
import type { Cluster } from "./_cluster.ts";
import type { Reply } from "./_http.ts";
import { textAt } from "./_objects.ts";

/** Policies of a server, in force until they are taken away. */
export interface Force {
  /** Puts other policies in the place of those that are in force, and waits until the server judges by them. */
  replace(policies: readonly JsonObject[]): Promise<void>;
}

const api = "admissionregistration.k8s.io/v1";
const limitMs = 60_000;
const pollMs = 25;

/** The documents of a policy's files, as kubectl reads them. */
export async function documentsOf(engines: Engines, policy: Policy): Promise<readonly JsonObject[]> {
  const read = await Promise.all(policy.sources.map(({ text }) => engines.read(text)));
  return read.flatMap(({ value, problems = [] }) => {
    if (value === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
    return value.documents.flatMap(({ object }) => (object === undefined ? [] : [object]));
  });
}

/**
 * Takes turns with policies on one server. The server takes them up from its watches, in their order: once it judges by a marker that was
 * stored last, and no longer by one that was removed last, it judges by what came before. Mutating policies have watches and
 * markers of their own. Who takes turns after others on a server gives its markers another name.
 */
export function openForce(cluster: Cluster, marker = "assay-marker"): Force {
  const nameOf = (turn: number): string => `${marker}-${turn}`;
  let current: readonly JsonObject[] = [];
  let turn = 0;
  return {
    replace: async (policies) => {
      const before = turn;
      turn += 1;
      const mutates = policies.some(isMutating);
      const next = [...inOrder(policies), ...markers(nameOf(turn)), ...(mutates ? mutatingMarkers(nameOf(turn)) : [])];
      const mutated = current.some(isMutating);
      for (const object of current) await cluster.remove(object);
      for (const object of next) await cluster.store(object);
      current = next;
      await until(async () => (await isDenied(cluster, nameOf(turn))) && !(await isDenied(cluster, nameOf(before))));
      if (mutates) await until(() => isMarked(cluster, nameOf(turn)));
      if (mutated) await until(async () => !(await isMarked(cluster, nameOf(before))));
    },
  };
}

// --- internal ---

/** Policies before bindings, so that the marker's are the last of both. */
function inOrder(policies: readonly JsonObject[]): readonly JsonObject[] {
  const bindings = policies.filter((object) => textAt(object, "kind").endsWith("Binding"));
  return [...policies.filter((object) => !bindings.includes(object)), ...bindings];
}

function isMutating(object: JsonObject): boolean {
  return textAt(object, "kind").startsWith("Mutating");
}

/** The one Lease that a marker is about. No other policy of the comparison is about Leases. */
function leaseRule(name: string): JsonObject {
  return {
    apiGroups: ["coordination.k8s.io"],
    apiVersions: ["v1"],
    operations: ["CREATE"],
    resources: ["leases"],
    resourceNames: [name],
  };
}

/** A policy that labels one Lease by its name, and nothing else. */
function mutatingMarkers(marker: string): readonly JsonObject[] {
  const name = `${marker}-mutating`;
  const expression = 'Object{metadata: Object.metadata{labels: {"marked": "yes"}}}';
  const spec = {
    matchConstraints: { resourceRules: [leaseRule(name)] },
    reinvocationPolicy: "Never",
    failurePolicy: "Ignore",
    mutations: [{ patchType: "ApplyConfiguration", applyConfiguration: { expression } }],
  };
  return [
    { apiVersion: api, kind: "MutatingAdmissionPolicy", metadata: { name }, spec },
    { apiVersion: api, kind: "MutatingAdmissionPolicyBinding", metadata: { name }, spec: { policyName: name } },
  ];
}

/** A policy that denies one Lease by its name, and nothing else. */
function markers(name: string): readonly JsonObject[] {
  const validations: Json = [{ expression: "false", message: "marked" }];
  const policy = { apiVersion: api, kind: "ValidatingAdmissionPolicy", metadata: { name } };
  const binding = { apiVersion: api, kind: "ValidatingAdmissionPolicyBinding", metadata: { name } };
  return [
    { ...policy, spec: { matchConstraints: { resourceRules: [leaseRule(name)] }, validations } },
    { ...binding, spec: { policyName: name, validationActions: ["Deny"] } },
  ];
}

async function isDenied(cluster: Cluster, marker: string): Promise<boolean> {
  const { code, body } = await createLease(cluster, marker);
  if (code === 201) return false;
  if (code === 422 && body.includes("marked")) return true;
  throw new Error(`the marker was answered with ${code}: ${body}`);
}

/** A server that has just started knows no schema yet, and answers so. */
async function isMarked(cluster: Cluster, marker: string): Promise<boolean> {
  const { code, body } = await createLease(cluster, `${marker}-mutating`);
  if (code === 201) return textAt(JSON.parse(body) as JsonObject, "metadata", "labels", "marked") === "yes";
  if (code === 503) return false;
  throw new Error(`the mutating marker was answered with ${code}: ${body}`);
}

function createLease(cluster: Cluster, name: string): Promise<Reply> {
  return cluster.client.call({
    method: "POST",
    path: "/apis/coordination.k8s.io/v1/namespaces/default/leases?dryRun=All",
    body: JSON.stringify({ apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { name } }),
  });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw new Error(`the server does not judge by its policies after ${limitMs} ms`);
}
