import {
  isJsonObject,
  type JsonObject,
  type ObjectSource,
  type Request,
  type User,
  type Verdict,
  type World,
} from "../model/index.ts";
import { type Answer, evaluationError, type Failure } from "./_answer.ts";
import type { Call } from "./_cluster-http.ts";
import { type Lookup, pathOf, type Resource, textAt } from "./_cluster-lookup.ts";
import { lacksNamespace, neverAsked, otherWorld, ownOptions, type Reason, storedObject } from "./_cluster-world.ts";
import type { ReadDocuments } from "./_ops.ts";
import { errorVerdict } from "./_verdict.ts";

/** A request as the cluster can be asked it, or why it cannot, or what is wrong with it before it is asked. */
export type Prepared =
  | { readonly kind: "call"; readonly call: Call }
  | { readonly kind: "aside"; readonly reason: string }
  | { readonly kind: "failed"; readonly verdict: Verdict };

export interface Preparing {
  readonly lookup: Lookup;
  /** Reads YAML as kubectl does. */
  readonly read: (text: string) => Promise<Answer<ReadDocuments>>;
}

/** Finds where a request goes, and whether the cluster is the world that it is asked in. Reads, and nothing else. */
export async function prepare(request: Request, world: World, by: Preparing): Promise<Prepared> {
  const never = neverAsked(request, world);
  if (never !== undefined) return aside(never);
  const objects = await readObjects(request, by);
  if ("error" in objects) return failed(objects.error);
  const target = await targetOf(request, objects, by.lookup);
  if ("error" in target) return failed(target.error);
  const other = await firstReason(
    () => otherWorld(world, by.lookup),
    () => lacksNamespace(target.resource, target.namespace, by.lookup),
  );
  if (other.error !== undefined) return failed(other.error);
  if (other.ok !== undefined) return aside(other.ok);
  return request.operation === "CREATE" && request.subResource === undefined
    ? { kind: "call", call: createCall(request, target) }
    : changeCall(request, { objects, target }, by.lookup);
}

// --- internal ---

interface Objects {
  readonly object: JsonObject | undefined;
  readonly oldObject: JsonObject | undefined;
}

interface Target {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
}

function aside(reason: string): Prepared {
  return { kind: "aside", reason };
}

/** What the server would say of a bad object, kubectl says before. */
function failed(failure: Failure): Prepared {
  const verdict = errorVerdict([evaluationError(failure, "bad-object")]);
  if (failure.code !== "bad-input") return { kind: "failed", verdict };
  const response = { allowed: false, code: 400, reason: "BadRequest", message: failure.message };
  return { kind: "failed", verdict: { ...verdict, response } };
}

async function firstReason(...checks: readonly (() => Promise<Reason>)[]): Promise<Reason> {
  for (const check of checks) {
    const reason = await check();
    if (reason.error !== undefined || reason.ok !== undefined) return reason;
  }
  return { ok: undefined };
}

async function readObjects(
  { object, oldObject }: Request,
  by: Preparing,
): Promise<Objects | { readonly error: Failure }> {
  const [first, second] = await Promise.all([readObject("object", object, by), readObject("oldObject", oldObject, by)]);
  const error = first.error ?? second.error;
  return error === undefined ? { object: first.ok, oldObject: second.ok } : { error };
}

async function readObject(
  name: string,
  source: ObjectSource | undefined,
  { read }: Preparing,
): Promise<Answer<JsonObject | undefined>> {
  if (source === undefined) return { ok: undefined };
  if ("json" in source) return { ok: source.json };
  const { error, ok } = await read(source.text);
  if (error !== undefined) return { error };
  const [document] = ok.documents;
  if (document?.object !== undefined) return { ok: document.object };
  return { error: { code: "bad-input", message: `\`${name}\`: ${document?.error ?? "there is no object"}` } };
}

async function targetOf(
  request: Request,
  { object, oldObject }: Objects,
  lookup: Lookup,
): Promise<Target | { readonly error: Failure }> {
  const main = oldObject ?? object;
  const [apiVersion, kind] = [textAt(main, "apiVersion"), textAt(main, "kind")];
  const { error, ok: resource } = await resourceOf(request, { apiVersion, kind }, lookup);
  if (error !== undefined) return { error };
  if (resource === undefined) {
    const message =
      request.resource === undefined
        ? `no matches for kind "${kind}" in version "${apiVersion}"`
        : `the cluster does not serve \`${request.resource.resource}\` of ${request.resource.group}/${request.resource.version}`;
    return { error: { code: "bad-input", message } };
  }
  const inside = resource.kind === "Namespace" && resource.group === "" ? "" : textAt(main, "metadata", "namespace");
  return {
    resource,
    namespace: request.namespace ?? (inside || "default"),
    name: request.name ?? textAt(object ?? oldObject, "metadata", "name"),
  };
}

async function resourceOf(
  { resource, subResource }: Request,
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  lookup: Lookup,
): Promise<Answer<Resource | undefined>> {
  if (resource !== undefined) return lookup.forResource(resource);
  const found = await lookup.forKind(apiVersion, kind);
  if (found.error !== undefined || found.ok !== undefined || subResource === undefined) return found;
  return lookup.forSubResource(subResource, kind);
}

function createCall(request: Request, { resource, namespace }: Target): Call {
  const path = `${pathOf(resource, namespace)}?${query(request, true)}`;
  return { method: "POST", path, headers: impersonation(request.user), ...bodyOf(request.object) };
}

/** What is changed must be there. It is changed as by a client that has read it. */
async function changeCall(
  request: Request,
  { objects: { object, oldObject }, target: { resource, namespace, name } }: { objects: Objects; target: Target },
  lookup: Lookup,
): Promise<Prepared> {
  const declared = oldObject ?? (request.subResource === undefined ? object : undefined);
  const one = { kind: resource.kind, metadata: { name } };
  const found = await storedObject(pathOf(resource, namespace, name), declared ?? one, lookup.latest);
  if ("error" in found) return failed(found.error);
  if (found.reason !== undefined) return aside(found.reason);
  const sub = request.subResource === undefined ? [] : [request.subResource];
  const path = pathOf(resource, namespace, name, ...sub);
  const headers = impersonation(request.user);
  if (request.operation === "DELETE")
    return { kind: "call", call: { method: "DELETE", path: `${path}?${query(request, false)}`, headers } };
  const method = request.operation === "CREATE" ? "POST" : "PUT";
  const body =
    method === "POST" || object === undefined ? bodyOf(request.object) : bodyOf({ json: asRead(object, found.stored) });
  return { kind: "call", call: { method, path: `${path}?${query(request, true)}`, headers, ...body } };
}

function asRead(object: JsonObject, stored: JsonObject): JsonObject {
  const metadata = object["metadata"] ?? {};
  if (!isJsonObject(metadata)) return object;
  return { ...object, metadata: { resourceVersion: textAt(stored, "metadata", "resourceVersion"), ...metadata } };
}

function bodyOf(source: ObjectSource | undefined): Pick<Call, "body" | "contentType"> {
  if (source === undefined) return {};
  if ("json" in source) return { body: JSON.stringify(source.json) };
  return { body: source.text, contentType: "application/yaml" };
}

function query({ options = {} }: Request, validated: boolean): string {
  const given = Object.entries(options).filter(([name, value]) => !ownOptions.has(name) && value !== null);
  const fixed = { dryRun: "All", ...(validated ? { fieldValidation: "Strict" } : {}) };
  return new URLSearchParams({
    ...Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
    ...fixed,
  }).toString();
}

function impersonation(user: User | undefined): Record<string, string | readonly string[]> {
  if (user === undefined) return {};
  const extra = Object.entries(user.extra ?? {}).map(([key, values]) => [
    `Impersonate-Extra-${encodeURIComponent(key)}`,
    values,
  ]);
  return {
    "Impersonate-User": user.username ?? "",
    ...(user.uid === undefined ? {} : { "Impersonate-Uid": user.uid }),
    ...(user.groups === undefined ? {} : { "Impersonate-Group": user.groups }),
    ...(Object.fromEntries(extra) as Record<string, readonly string[]>),
  };
}
