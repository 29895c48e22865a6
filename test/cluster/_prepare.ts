import type { JsonObject, World } from "../../harness/model/index.ts";
import type { Prepared } from "./_ask-server.ts";
import { type Cluster, Refused } from "./_cluster.ts";
import type { Resource } from "./_discovery.ts";
import { isObject, jsonOf, textAt } from "./_objects.ts";
import { rbacOf } from "./_rbac.ts";
import { admin, type SetAside, type Trial } from "./_trial.ts";

/**
 * Makes the world of a trial on the server: definitions, namespaces, objects, what the user may do, and what an UPDATE or a DELETE is about.
 * No policy may be in force; a namespace gets its labels last. Gives why the server cannot be asked, where it cannot.
 */
export async function prepare(cluster: Cluster, trial: Trial): Promise<Prepared | SetAside> {
  const { request, world, suite } = trial;
  try {
    await makeWorld(cluster, world);
    if (request.user !== admin) for (const object of rbacOf(request.user, world.rules)) await cluster.store(object);
    const resource = resourceOf(cluster, trial);
    if (resource === undefined)
      return { suite, reason: "the server does not serve the kind, and kubectl would not ask" };
    const old = jsonOf(request.oldObject) ?? (request.operation === "UPDATE" ? jsonOf(request.object) : undefined);
    const stored = old === undefined ? undefined : await cluster.store(old, request.namespace);
    for (const namespace of world.namespaces ?? []) await label(cluster, namespace);
    return { trial, resource, stored };
  } catch (error) {
    if (error instanceof Refused)
      return { suite, reason: `the server refuses what the trial says is there: ${error.message}` };
    throw error;
  }
}

export function isSetAside(one: Prepared | SetAside): one is SetAside {
  return "reason" in one;
}

// --- internal ---

async function makeWorld(cluster: Cluster, { crds = [], namespaces = [], objects = [] }: World): Promise<void> {
  for (const crd of crds) await cluster.store(crd);
  if (crds.length > 0) await untilServed(cluster, crds);
  for (const namespace of namespaces) await cluster.store(unlabelled(namespace));
  for (const object of objects) await cluster.store(object);
}

function unlabelled(namespace: JsonObject): JsonObject {
  const metadata = isObject(namespace["metadata"]) ? namespace["metadata"] : {};
  return { ...namespace, metadata: { ...metadata, labels: {} } };
}

async function label(cluster: Cluster, namespace: JsonObject): Promise<void> {
  const metadata = namespace["metadata"];
  if (isObject(metadata) && isObject(metadata["labels"])) await cluster.overwrite(namespace);
}

async function untilServed(cluster: Cluster, crds: readonly JsonObject[]): Promise<void> {
  const served = crds.map((crd) => {
    const spec = crd["spec"] as {
      group: string;
      names: { kind: string };
      versions: readonly { name: string; served: boolean }[];
    };
    const version = spec.versions.find((one) => one.served)?.name ?? "";
    return [`${spec.group}/${version}`, spec.names.kind] as const;
  });
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    if (served.every(([version, kind]) => cluster.discovery().forKind(version, kind) !== undefined)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await cluster.rediscover();
  }
  throw new Error(`the server does not serve ${served.map((one) => one.join(" ")).join(", ")}`);
}

function resourceOf(cluster: Cluster, { request }: Trial): Resource | undefined {
  if (request.resource !== undefined) return cluster.discovery().find(request.resource);
  const object = jsonOf(request.oldObject) ?? jsonOf(request.object);
  return cluster.discovery().forKind(textAt(object, "apiVersion"), textAt(object, "kind"));
}
