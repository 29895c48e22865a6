import type { Engines } from "../engine/index.ts";
import type { JsonObject, World } from "../model/index.ts";

/** The world without what the API server refuses in it: a broken Namespace is a problem of its own, and no other object's. */
export async function soundWorld(world: World, engines: Pick<Engines, "admit">): Promise<World> {
  const { namespaces = [], crds = [], objects = [], ...rest } = world;
  const taken = async (list: readonly JsonObject[], around: World): Promise<readonly JsonObject[]> => {
    const answers = await Promise.all(
      list.map((json) => engines.admit({ operation: "CREATE", object: { json } }, around)),
    );
    return list.filter((_, index) => answers[index]?.problems === undefined);
  };
  const defined = { ...rest, ...filled("crds", await taken(crds, rest)) };
  const settled = { ...defined, ...filled("namespaces", await taken(namespaces, defined)) };
  return { ...settled, ...filled("objects", await taken(objects, settled)) };
}

// --- internal ---

function filled(
  key: "namespaces" | "crds" | "objects",
  objects: readonly JsonObject[],
): Partial<Record<typeof key, readonly JsonObject[]>> {
  return objects.length === 0 ? {} : { [key]: objects };
}
