import { isJsonObject, type Json, type JsonObject, type Property } from "../../model/index.ts";
import { at, mapped, type Path, put } from "./_json.ts";
import { objectOf, withBoth } from "./_trials.ts";

/** Lists and keys in another order. */
export const orderAlike: Property = {
  id: "order-alike",
  about:
    "The order of list items and of keys does not matter; else the policy looks at the first container, volume or port alone.",
  relation: "same",
  *changes(trial) {
    const object = objectOf(trial);
    if (object === undefined) return;
    for (const path of listsIn(object)) {
      const how = `the order of ${path.findLast((step) => typeof step === "string")} was turned round`;
      yield { how, trial: withBoth(trial, (one) => put(one, path, reversed(at(one, path)))) };
    }
    yield {
      how: "the order of every list was turned round",
      trial: withBoth(trial, (one) => mapped(one, listReversed) as JsonObject),
    };
    yield {
      how: "the order of the keys was turned round",
      trial: withBoth(trial, (one) => mapped(one, keysReversed) as JsonObject),
    };
  },
};

// --- internal ---

/** Lists whose order has a meaning. */
const ordered = new Set(["command", "args", "finalizers"]);

function listsIn(object: JsonObject): readonly Path[] {
  const lists: Path[] = [];
  mapped(object, (value, path) => {
    if (Array.isArray(value) && value.length > 1 && !ordered.has(String(path.at(-1)))) lists.push(path);
    return value;
  });
  return lists;
}

function reversed(value: Json | undefined): Json | undefined {
  return Array.isArray(value) ? (value as readonly Json[]).toReversed() : value;
}

function listReversed(value: Json, path: Path): Json {
  return ordered.has(String(path.at(-1))) ? value : (reversed(value) ?? null);
}

function keysReversed(value: Json): Json {
  return isJsonObject(value) ? Object.fromEntries(Object.entries(value).reverse()) : value;
}
