import { isJsonObject, type Json, type JsonObject } from "../model/index.ts";
import type { Answer } from "./_answer.ts";
import { troubleOf } from "./_cluster-faults.ts";
import type { Api } from "./_cluster-http.ts";

/** A resource that the server serves. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Reads the cluster. */
export interface Lookup {
  /** What a path holds; nothing where there is nothing. It is read once. */
  get(path: string): Promise<Answer<JsonObject | undefined>>;
  /** What a path holds now: what is to be changed may have changed by itself. */
  latest(path: string): Promise<Answer<JsonObject | undefined>>;
  forKind(apiVersion: string, kind: string): Promise<Answer<Resource | undefined>>;
  /** The core resource that has a subresource of this kind of its own: `serviceaccounts` for the `token` that is a TokenRequest. */
  forSubResource(name: string, kind: string): Promise<Answer<Resource | undefined>>;
  forResource(wanted: Pick<Resource, "group" | "version" | "resource">): Promise<Answer<Resource | undefined>>;
}

export function openLookup(api: Api): Lookup {
  const known = new Map<string, Promise<Answer<JsonObject | undefined>>>();
  const get: Lookup["get"] = (path) => {
    const found = known.get(path) ?? read(api, path);
    known.set(path, found);
    // What failed may succeed the next time.
    void found.then(({ error }) => error !== undefined && known.delete(path));
    return found;
  };
  const find = async (
    { group, version }: Pick<Resource, "group" | "version">,
    matches: (one: Served) => boolean,
  ): Promise<Answer<Resource | undefined>> => {
    const { error, ok } = await get(`/${rootOf(group)}/${encodeURIComponent(version)}`);
    if (error !== undefined) return { error };
    const served = ((ok?.["resources"] ?? []) as unknown as readonly Served[]).find(
      (one) => !one.name.includes("/") && matches(one),
    );
    if (served === undefined) return { ok: undefined };
    return { ok: { group, version, resource: served.name, kind: served.kind, namespaced: served.namespaced } };
  };
  return {
    get,
    latest: (path) => read(api, path),
    forKind: async (apiVersion, kind) => {
      const [version = "", group = "", more] = apiVersion.split("/").reverse();
      if (version === "" || more !== undefined || (apiVersion.includes("/") && group === "")) return { ok: undefined };
      return find({ group, version }, (one) => one.kind === kind);
    },
    forSubResource: async (name, kind) => {
      const { error, ok } = await get("/api/v1");
      if (error !== undefined) return { error };
      const served = (ok?.["resources"] ?? []) as unknown as readonly Served[];
      const [parent, ...others] = served.filter((one) => one.name.endsWith(`/${name}`) && one.kind === kind);
      if (parent === undefined || others.length > 0) return { ok: undefined };
      const resource = parent.name.slice(0, -name.length - 1);
      return find({ group: "", version: "v1" }, (one) => one.name === resource);
    },
    forResource: (wanted) => find(wanted, ({ name }) => name === wanted.resource),
  };
}

/** The path of a resource's objects, or of one of them. */
export function pathOf(
  { group, version, resource, namespaced }: Resource,
  namespace: string,
  ...more: readonly string[]
): string {
  const within = namespaced ? ["namespaces", namespace] : [];
  return `/${[rootOf(group), ...[version, ...within, resource, ...more].map(encodeURIComponent)].join("/")}`;
}

/** Whether what the cluster holds is all that was declared; the server may have added to it. */
export function contains(live: Json | undefined, declared: Json | undefined): boolean {
  if (isEmpty(declared)) return isEmpty(live) || (isJsonObject(declared) && isJsonObject(live));
  if (Array.isArray(declared))
    return (
      Array.isArray(live) && live.length === declared.length && declared.every((item, at) => contains(live[at], item))
    );
  if (isJsonObject(declared))
    return isJsonObject(live) && Object.entries(declared).every(([key, value]) => contains(live[key], value));
  return live === declared;
}

/** The text at a path of keys; empty where there is none. */
export function textAt(value: Json | undefined, ...keys: readonly string[]): string {
  const found = keys.reduce<Json | undefined>((inner, key) => (isJsonObject(inner) ? inner[key] : undefined), value);
  return typeof found === "string" ? found : "";
}

// --- internal ---

interface Served {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

async function read(api: Api, path: string): Promise<Answer<JsonObject | undefined>> {
  const { error, ok: reply } = await api.call({ method: "GET", path });
  if (error !== undefined) return { error };
  if (reply.code === 404) return { ok: undefined };
  if (reply.code !== 200) return { error: troubleOf(reply) };
  try {
    return { ok: JSON.parse(reply.body) as JsonObject };
  } catch {
    return { error: troubleOf(reply) };
  }
}

function rootOf(group: string): string {
  return group === "" ? "api" : `apis/${encodeURIComponent(group)}`;
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || (typeof value === "object" && Object.keys(value).length === 0);
}
