import type { JsonObject } from "../../harness/model/index.ts";
import { type Audit, openAudit } from "./_audit.ts";
import { type Discovery, discover, pathOf, type Resource } from "./_discovery.ts";
import type { Call, Client } from "./_http.ts";
import { textAt, withMetadata } from "./_objects.ts";
import type { Server } from "./_server.ts";

/** The server does not store what it was given. */
export class Refused extends Error {}

/** A server with what is known about it. What is stored or written twice in the same words is stored once. */
export interface Cluster {
  readonly client: Client;
  readonly audit: Audit;
  readonly discovery: () => Discovery;
  /** Reads again what the server serves. */
  readonly rediscover: () => Promise<void>;
  /** Stores an object for good, and gives it as stored. Throws {@link Refused}. */
  readonly store: (object: JsonObject, namespace?: string) => Promise<JsonObject>;
  /** Writes an object over the one that is there. Throws {@link Refused}. */
  readonly overwrite: (object: JsonObject) => Promise<JsonObject>;
  readonly remove: (object: JsonObject) => Promise<void>;
}

export async function openCluster({ client, auditLog }: Server): Promise<Cluster> {
  let discovery = await discover(client);
  const once = memory();
  const call = async (given: Call): Promise<JsonObject> => {
    const { code, body } = await client.call(given);
    if (code >= 300) throw new Refused((JSON.parse(body) as { readonly message?: string }).message ?? body);
    return JSON.parse(body) as JsonObject;
  };
  const pathTo = (object: JsonObject): string => {
    const resource = discovery.forKind(textAt(object, "apiVersion"), textAt(object, "kind"));
    if (resource === undefined) throw new Refused(`no matches for kind "${textAt(object, "kind")}"`);
    return collection(resource, textAt(object, "metadata", "namespace"));
  };
  return {
    client,
    audit: openAudit(auditLog),
    discovery: () => discovery,
    rediscover: async () => {
      discovery = await discover(client);
    },
    store: (object, namespace = "default") => {
      const placed = withMetadata(object, (metadata) => ({ namespace, ...metadata }));
      const body = JSON.stringify(isClusterScoped(discovery, object) ? object : placed);
      return once(`POST ${body}`, async () => call({ method: "POST", path: pathTo(placed), body }));
    },
    overwrite: (object) => {
      const body = JSON.stringify(object);
      return once(`PUT ${body}`, async () =>
        call({ method: "PUT", path: `${pathTo(object)}/${textAt(object, "metadata", "name")}`, body }),
      );
    },
    remove: async (object) => {
      await call({ method: "DELETE", path: `${pathTo(object)}/${textAt(object, "metadata", "name")}` });
    },
  };
}

/** The path of a resource's objects in a namespace. */
export function collection({ group, version, resource, namespaced }: Resource, namespace: string): string {
  const within = namespaced ? `namespaces/${encodeURIComponent(namespace)}/` : "";
  return `/${pathOf(group)}/${version}/${within}${resource}`;
}

// --- internal ---

function isClusterScoped(discovery: Discovery, object: JsonObject): boolean {
  return discovery.forKind(textAt(object, "apiVersion"), textAt(object, "kind"))?.namespaced === false;
}

/** Does a thing once for a key. */
function memory(): (key: string, act: () => Promise<JsonObject>) => Promise<JsonObject> {
  const known = new Map<string, Promise<JsonObject>>();
  return (key, act) => {
    const result = known.get(key) ?? act();
    known.set(key, result);
    return result;
  };
}
