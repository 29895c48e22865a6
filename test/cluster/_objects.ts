import type { Json, JsonObject, ObjectSource } from "../../harness/model/index.ts";

/** The value at a path; `undefined` where there is none. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

/** The text at a path; empty where there is none. */
export function textAt(value: Json | undefined, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return typeof found === "string" ? found : "";
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object with other metadata; unchanged where it has none that can be changed. */
export function withMetadata(object: JsonObject, change: (metadata: JsonObject) => JsonObject): JsonObject {
  const metadata = object["metadata"] ?? {};
  return isObject(metadata) ? { ...object, metadata: change(metadata) } : object;
}

/** The JSON of an object that is written as JSON. */
export function jsonOf(source: ObjectSource | undefined): JsonObject | undefined {
  return source !== undefined && "json" in source ? source.json : undefined;
}
