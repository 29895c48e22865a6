import type { Engines } from "../../harness/engine/index.ts";
import type { Json, JsonObject, Policy } from "../../harness/model/index.ts";
import type { Cluster } from "./_cluster.ts";
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
 * stored last, and no longer by one that was removed last, it judges by what came before.
 */
export function openForce(cluster: Cluster): Force {
  let current: readonly JsonObject[] = [];
  let turn = 0;
  return {
    replace: async (policies) => {
      const before = turn;
      turn += 1;
      const next = [...inOrder(policies), ...markers(turn)];
      for (const object of current) await cluster.remove(object);
      for (const object of next) await cluster.store(object);
      current = next;
      await until(async () => (await isDenied(cluster, turn)) && !(await isDenied(cluster, before)));
    },
  };
}

// --- internal ---

/** Policies before bindings, so that the marker's are the last of both. */
function inOrder(policies: readonly JsonObject[]): readonly JsonObject[] {
  const bindings = policies.filter((object) => textAt(object, "kind").endsWith("Binding"));
  return [...policies.filter((object) => !bindings.includes(object)), ...bindings];
}

function nameOf(turn: number): string {
  return `assay-marker-${turn}`;
}

/** A policy that denies one Lease by its name, and nothing else. No other policy of the comparison denies Leases. */
function markers(turn: number): readonly JsonObject[] {
  const name = nameOf(turn);
  const rule = {
    apiGroups: ["coordination.k8s.io"],
    apiVersions: ["v1"],
    operations: ["CREATE"],
    resources: ["leases"],
    resourceNames: [name],
  };
  const validations: Json = [{ expression: "false", message: "marked" }];
  const policy = { apiVersion: api, kind: "ValidatingAdmissionPolicy", metadata: { name } };
  const binding = { apiVersion: api, kind: "ValidatingAdmissionPolicyBinding", metadata: { name } };
  return [
    { ...policy, spec: { matchConstraints: { resourceRules: [rule] }, validations } },
    { ...binding, spec: { policyName: name, validationActions: ["Deny"] } },
  ];
}

async function isDenied(cluster: Cluster, turn: number): Promise<boolean> {
  const body = JSON.stringify({
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: nameOf(turn) },
  });
  const reply = await cluster.client.call({
    method: "POST",
    path: "/apis/coordination.k8s.io/v1/namespaces/default/leases?dryRun=All",
    body,
  });
  if (reply.code === 201) return false;
  if (reply.code === 422 && reply.body.includes("marked")) return true;
  throw new Error(`the marker was answered with ${reply.code}: ${reply.body}`);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw new Error(`the server does not judge by its policies after ${limitMs} ms`);
}
