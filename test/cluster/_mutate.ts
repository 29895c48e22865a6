import type { Json, JsonObject } from "../../harness/model/index.ts";
import { judged, traps, values } from "./_mutation-values.ts";
import { isObject } from "./_objects.ts";

/** One change of an object. `where` chooses a place, `what` a value; both are any number. */
export interface Mutation {
  readonly kind: "drop" | "null" | "value" | "unknown" | "double" | "copy" | "rename" | "enrich" | "trap";
  readonly where: number;
  readonly what: number;
}

/** Stands in an object for text that YAML 1.1 reads as no string. */
export const trapMark = "assay-trap-";

/** The object with the change; the same object where the change finds no place. */
export function mutated(object: JsonObject, { kind, where, what }: Mutation): JsonObject {
  const places = placesIn(object);
  const place = places[where % places.length];
  if (place === undefined) return object;
  switch (kind) {
    case "drop":
      return set(object, place, undefined) as JsonObject;
    case "null":
      return set(object, place, null) as JsonObject;
    case "value":
      return set(object, place, values[what % values.length] ?? null) as JsonObject;
    case "unknown":
      return set(object, [...place.slice(0, -1), "unknownField"], values[what % values.length] ?? null) as JsonObject;
    case "double":
      return doubled(object, place);
    case "copy":
      return set(object, place, valueAt(object, places[what % places.length] ?? [])) as JsonObject;
    case "rename":
      return renamed(object, place);
    case "enrich":
      return enriched(object, what);
    case "trap":
      return set(object, place, `${trapMark}${what % traps.length}`) as JsonObject;
  }
}

// --- internal ---

type Path = readonly string[];

function placesIn(value: Json, path: Path = []): readonly Path[] {
  const inner = Array.isArray(value)
    ? value.flatMap((item: Json, index) => placesIn(item, [...path, String(index)]))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]))
      : [];
  return path.length === 0 ? inner : [path, ...inner];
}

function valueAt(value: Json, path: Path): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(value)) return valueAt((value[Number(key)] ?? null) as Json, rest);
  return isObject(value) && value[key] !== undefined ? valueAt(value[key], rest) : undefined;
}

/** The value with another one at the path, for which objects are made on the way; `undefined` removes. */
function set(value: Json | undefined, path: Path, to: Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    const index = Number(key);
    const changed = set(items[index], rest, to);
    return changed === undefined
      ? items.filter((_, at) => at !== index)
      : items.map((item, at) => (at === index ? changed : item));
  }
  const object = isObject(value) ? value : {};
  const changed = set(object[key], rest, to);
  const others = Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  return changed === undefined ? others : { ...others, [key]: changed };
}

function doubled(object: JsonObject, place: Path): JsonObject {
  const list = place.findLastIndex((key) => /^\d+$/.test(key));
  const path = place.slice(0, list);
  const items = list < 0 ? undefined : valueAt(object, path);
  return Array.isArray(items) ? (set(object, path, [...items, items[0] as Json]) as JsonObject) : object;
}

function renamed(object: JsonObject, place: Path): JsonObject {
  const key = place.at(-1) ?? "";
  const other = key === key.toLowerCase() ? `${key.charAt(0).toUpperCase()}${key.slice(1)}` : key.toLowerCase();
  const moved = set(object, [...place.slice(0, -1), other], valueAt(object, place)) as JsonObject;
  return /^\d+$/.test(key) ? object : (set(moved, place, undefined) as JsonObject);
}

function enriched(object: JsonObject, what: number): JsonObject {
  const [path, choices] = judged[what % judged.length] ?? [[], []];
  const spec = podSpecPath(object);
  const value = choices[Math.floor(what / judged.length) % choices.length];
  return spec === undefined ? object : (set(object, [...spec, ...path], value) as JsonObject);
}

/** Where a workload has the spec of its Pods. */
function podSpecPath(object: JsonObject): Path | undefined {
  const candidates: readonly Path[] = [
    ["spec", "jobTemplate", "spec", "template", "spec"],
    ["spec", "template", "spec"],
    ["template", "spec"],
    ["spec"],
  ];
  return candidates.find((path) => Array.isArray(valueAt(object, [...path, "containers"])));
}
