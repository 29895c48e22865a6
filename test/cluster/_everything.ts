import type { Cluster } from "./_cluster.ts";

interface Listed {
  readonly metadata: { readonly uid: string; readonly resourceVersion: string; readonly name: string };
}

/** What the server writes by itself, and when it likes. */
const own = new Set(["leases", "events", "apiservices"]);

/** Every object that a server holds, with its version: two that are equal have the same things stored. */
export async function storedIn({ client, discovery }: Cluster): Promise<ReadonlySet<string>> {
  const lists = discovery()
    .all()
    .filter(({ resource, listable }) => listable && !own.has(resource))
    .map(async ({ group, version, resource }) => {
      const path = `/${group === "" ? "api" : `apis/${group}`}/${version}/${resource}`;
      let reply = await client.call({ method: "GET", path });
      while (reply.code === 429) {
        await new Promise((resolve) => setTimeout(resolve, 100)); // a kind that is new is not served at once
        reply = await client.call({ method: "GET", path });
      }
      const { code, body } = reply;
      if (code !== 200) throw new Error(`GET ${path} answered ${code}: ${body}`);
      const { items } = JSON.parse(body) as { readonly items: readonly Listed[] };
      return items.map(
        ({ metadata: { name, uid, resourceVersion } }) => `${resource} ${name} ${uid} ${resourceVersion}`,
      );
    });
  const all = new Set((await Promise.all(lists)).flat());
  if (all.size < 100) throw new Error(`a server holds more than ${all.size} objects from its start`);
  return all;
}
