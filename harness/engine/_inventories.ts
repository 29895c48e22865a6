import type { World } from "../model/index.ts";
import type { Answer } from "./_answer.ts";
import type { KubeHost } from "./_hosts.ts";
import { contentOf } from "./_worlds.ts";

/** What a world holds, as JSON text for `data.inventory`; `undefined` where it holds nothing. */
export type Inventories = (world: World) => Promise<Answer<string | undefined>>;

const mostKept = 256;

/** Inventories are what the API server would store, made once for worlds of one content. */
export function openInventories({ kube, worldOf }: Pick<KubeHost, "kube" | "worldOf">): Inventories {
  const known = new Map<string, Promise<Answer<string | undefined>>>();
  return (world) => {
    if (isEmpty(world)) return nothing;
    const content = contentOf(world);
    const found = known.get(content) ?? ask({ kube, worldOf }, world);
    known.delete(content);
    known.set(content, found);
    if (known.size > mostKept) known.delete(known.keys().next().value as string);
    void found.then(({ error }) => error !== undefined && known.delete(content));
    return found;
  };
}

// --- internal ---

const nothing: Promise<Answer<undefined>> = Promise.resolve({ ok: undefined });

async function ask({ kube, worldOf }: Pick<KubeHost, "kube" | "worldOf">, world: World) {
  const asked = kube.ask<{ readonly inventory: object }>("inventory", { world: worldOf(world).handle });
  const { ok, error } = await asked;
  return error === undefined ? { ok: JSON.stringify(ok.inventory) } : { error };
}

function isEmpty({ objects = [], namespaces = [] }: World): boolean {
  return objects.length + namespaces.length === 0;
}
