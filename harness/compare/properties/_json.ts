import { isJsonObject, type Json, type JsonObject } from "../../model/index.ts";

/** Where a value lies: keys and positions. */
export type Path = readonly (string | number)[];

/** The value at a path; `undefined` where there is none. */
export function at(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((inside, key) => {
    if (typeof key === "number") return Array.isArray(inside) ? (inside[key] as Json | undefined) : undefined;
    return isJsonObject(inside) && Object.hasOwn(inside, key) ? inside[key] : undefined;
  }, value);
}

/** The object at a path; an empty one where there is none. */
export function objectAt(value: Json | undefined, path: Path): JsonObject {
  const found = at(value, path);
  return isJsonObject(found) ? found : {};
}

/** The objects of the list at a path. */
export function objectsAt(value: Json | undefined, path: Path): readonly JsonObject[] {
  const found = at(value, path);
  return Array.isArray(found) ? (found as readonly Json[]).filter(isJsonObject) : [];
}

/** A copy with another value at a path; what is missing on the way is made. `undefined` takes the key away. */
export function put(value: JsonObject, path: Path, item: Json | undefined): JsonObject {
  return putAny(value, path, item) as JsonObject;
}

/** A copy with every value of the tree as `change` gives it, from the leaves to the root. */
export function mapped(value: Json, change: (value: Json, path: Path) => Json, path: Path = []): Json {
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item, index) => mapped(item, change, [...path, index]));
    return change(items, path);
  }
  if (!isJsonObject(value)) return change(value, path);
  const entries = Object.entries(value).map(([key, item]) => [key, mapped(item, change, [...path, key])] as const);
  return change(Object.fromEntries(entries), path);
}

/** The same content as objects of their own. */
export function copied<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

// --- internal ---

function putAny(value: Json | undefined, [key, ...rest]: Path, item: Json | undefined): Json | undefined {
  if (key === undefined) return item;
  if (typeof key === "number") {
    const items = Array.isArray(value) ? [...(value as readonly Json[])] : [];
    items[key] = putAny(items[key], rest, item) ?? null;
    return items;
  }
  const { [key]: old, ...others } = isJsonObject(value) ? value : {};
  const changed = putAny(old, rest, item);
  if (changed === undefined) return others;
  // The order of the keys stays.
  return isJsonObject(value) && Object.hasOwn(value, key)
    ? { ...value, [key]: changed }
    : { ...others, [key]: changed };
}
