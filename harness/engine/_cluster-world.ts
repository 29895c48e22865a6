import type { JsonObject, Request, World } from "../model/index.ts";
import type { Answer, Failure } from "./_answer.ts";
import { contains, type Lookup, pathOf, type Resource, textAt } from "./_cluster-lookup.ts";

/** Why something cannot be asked; nothing where it can. An error: the cluster could not be read. */
export type Reason = Answer<string | undefined>;

export const noReason: Reason = { ok: undefined };

/** What of a request and its world no live cluster can be asked, known before the cluster is read. */
export function neverAsked({ operation, user, options = {} }: Request, world: World): string | undefined {
  if (world.raw === true) return "`raw`: a cluster never reads an object as it is written";
  if (world.validate === false) return "`validate: false`: a cluster always validates";
  if (world.params !== undefined) return "`params`: a cluster has its own parameters";
  if (world.rules !== undefined) return "`rules`: what users may do is up to the cluster";
  if (operation === "CONNECT") return "CONNECT: the API server knows no dry run of it";
  if (user !== undefined && (user.username ?? "") === "")
    return "`user`: one without `username` cannot be impersonated";
  if (user !== undefined && /[^ -~]/.test(JSON.stringify(user)))
    return "`user`: its letters cannot be put into a header";
  const [nested] =
    Object.entries(options).find(([name, value]) => !ownOptions.has(name) && typeof value === "object") ?? [];
  return nested === undefined ? undefined : `\`options.${nested}\`: it cannot be put into a query`;
}

/** Options that the engine sets itself. */
export const ownOptions: ReadonlySet<string> = new Set(["apiVersion", "kind", "dryRun", "fieldValidation"]);

/** Why the cluster is not the world that a case declares. */
export async function otherWorld(world: World, lookup: Lookup): Promise<Reason> {
  const otherRelease = await otherKubernetes(world, lookup);
  if (otherRelease.error !== undefined || otherRelease.ok !== undefined) return otherRelease;
  const { namespaces = [], objects = [], crds = [] } = world;
  for (const declared of [...namespaces, ...crds, ...objects]) {
    const reason = await notHeld(declared, lookup);
    if (reason.error !== undefined || reason.ok !== undefined) return reason;
  }
  return noReason;
}

/** The object that a request is about, as the cluster holds it, or why it is not as declared. */
export async function storedObject(
  path: string,
  declared: JsonObject,
  get: Lookup["get"],
): Promise<
  | { readonly stored: JsonObject; readonly reason?: undefined }
  | { readonly reason: string }
  | { readonly error: Failure }
> {
  const { error, ok: stored } = await get(path);
  if (error !== undefined) return { error };
  const { apiVersion: _version, ...fields } = declared;
  if (stored === undefined) return { reason: `the cluster does not hold ${nameOf(declared)}` };
  return contains(stored, fields)
    ? { stored }
    : { reason: `the cluster holds another ${nameOf(declared)} than declared` };
}

/** Whether the cluster lacks the namespace that an object would be put into. */
export async function lacksNamespace({ namespaced }: Resource, namespace: string, lookup: Lookup): Promise<Reason> {
  if (!namespaced) return noReason;
  // Who may not read namespaces may still write into one.
  const { error, ok } = await lookup.get(pathOf(namespaces, "", namespace));
  return error !== undefined || ok !== undefined ? noReason : { ok: `the cluster has no namespace \`${namespace}\`` };
}

// --- internal ---

const namespaces: Resource = { group: "", version: "v1", resource: "namespaces", kind: "Namespace", namespaced: false };

async function otherKubernetes({ kubernetes }: World, lookup: Lookup): Promise<Reason> {
  if (kubernetes === undefined) return noReason;
  const { error, ok } = await lookup.get("/version");
  if (error !== undefined) return { error };
  const live = `${textAt(ok, "major")}.${textAt(ok, "minor").replace(/\D.*$/, "")}`;
  return live === kubernetes ? noReason : { ok: `\`kubernetes\`: the cluster is ${live}, not ${kubernetes}` };
}

async function notHeld(declared: JsonObject, lookup: Lookup): Promise<Reason> {
  const { error, ok: resource } = await lookup.forKind(textAt(declared, "apiVersion"), textAt(declared, "kind"));
  if (error !== undefined) return { error };
  if (resource === undefined) return { ok: `the cluster does not serve ${nameOf(declared)}` };
  const namespace = textAt(declared, "metadata", "namespace") || "default";
  const path = pathOf(resource, namespace, textAt(declared, "metadata", "name"));
  const found = await storedObject(path, declared, lookup.get);
  if ("error" in found) return { error: found.error };
  return { ok: found.reason };
}

function nameOf(declared: JsonObject): string {
  const namespace = textAt(declared, "metadata", "namespace");
  const name = textAt(declared, "metadata", "name");
  return `${textAt(declared, "kind")} \`${namespace === "" ? "" : `${namespace}/`}${name}\``;
}
