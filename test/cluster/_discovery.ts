import type { Client } from "./_http.ts";

/** A resource of the server. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespaced: boolean;
}

/** What the server serves. */
export interface Discovery {
  all(): readonly (Resource & { readonly listable: boolean })[];
  forKind(apiVersion: string, kind: string): Resource | undefined;
  find(wanted: { readonly group: string; readonly version: string; readonly resource: string }): Resource | undefined;
}

interface ResourceList {
  readonly resources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
    readonly verbs: readonly string[];
  }[];
}

interface GroupList {
  readonly groups: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[];
}

/** Asks the server for all that it serves. */
export async function discover(client: Client): Promise<Discovery> {
  const { groups } = await get<GroupList>(client, "/apis");
  const versions = ["v1", ...groups.flatMap((group) => group.versions.map(({ groupVersion }) => groupVersion))];
  const all: (Resource & { readonly listable: boolean })[] = [];
  const byKind = new Map<string, Resource>();
  const byResource = new Map<string, Resource>();
  const lists = versions.map(async (groupVersion) => {
    const [group, version] = splitVersion(groupVersion);
    const { resources } = await get<ResourceList>(client, `/${pathOf(group)}/${version}`, { resources: [] });
    for (const { name, kind, namespaced, verbs } of resources.filter((one) => !one.name.includes("/"))) {
      const resource = { group, version, resource: name, namespaced };
      all.push({ ...resource, listable: verbs.includes("list") });
      byKind.set(`${groupVersion} ${kind}`, resource);
      byResource.set(`${groupVersion} ${name}`, resource);
    }
  });
  await Promise.all(lists);
  return {
    all: () => all,
    forKind: (apiVersion, kind) => byKind.get(`${apiVersion} ${kind}`),
    find: ({ group, version, resource }) => byResource.get(`${group === "" ? "" : `${group}/`}${version} ${resource}`),
  };
}

/** `api`, or `apis/<group>`. */
export function pathOf(group: string): string {
  return group === "" ? "api" : `apis/${group}`;
}

function splitVersion(groupVersion: string): readonly [group: string, version: string] {
  const parts = groupVersion.split("/");
  return parts.length === 1 ? ["", groupVersion] : [parts[0] ?? "", parts[1] ?? ""];
}

/** `missing` stands for what is not there; a group may be listed a moment before it is served. Throws on any other refusal. */
async function get<T>(client: Client, path: string, missing?: T): Promise<T> {
  const { code, body } = await client.call({ method: "GET", path });
  if (code === 404 && missing !== undefined) return missing;
  if (code !== 200) throw new Error(`GET ${path} answered ${code}: ${body}`);
  return JSON.parse(body) as T;
}
