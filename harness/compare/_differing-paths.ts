import { isJsonObject, type Json, type JsonObject } from "../model/index.ts";

/** A place in an object. */
export interface DifferingPath {
  /** Keys, and the positions of list items as text. */
  readonly keys: readonly string[];
  /** As it is written in messages and in `assay.yaml`: `spec.containers[0].image`, `metadata.labels["a/b"]`. */
  readonly text: string;
}

/** The deepest places in which two objects differ, in their order: those inside of an object that is there in one alone, too. Of lists of different length it is the list. */
export function differingPaths(before: Json, after: Json): readonly DifferingPath[] {
  return differ(before, after, { keys: [], text: "" });
}

// --- internal ---

function differ(before: Json | undefined, after: Json | undefined, path: DifferingPath): readonly DifferingPath[] {
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((item: Json, index) => differ(item, after[index] as Json, inside(path, index)));
  if (!isObjectOrNothing(before) || !isObjectOrNothing(after)) return same(before, after) ? [] : [path];
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (keys.length === 0) return before === after || (before !== undefined && after !== undefined) ? [] : [path];
  return keys.flatMap((key) => differ(own(before, key), own(after, key), inside(path, key)));
}

function same(before: Json | undefined, after: Json | undefined): boolean {
  return before === after || (Array.isArray(before) && Array.isArray(after) && before.length + after.length === 0);
}

function isObjectOrNothing(value: Json | undefined): value is JsonObject | undefined {
  return value === undefined || isJsonObject(value);
}

function own(object: JsonObject | undefined, key: string): Json | undefined {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

function inside({ keys, text }: DifferingPath, key: string | number): DifferingPath {
  const plain = typeof key === "string" && /^[\w-]+$/.test(key);
  const step = plain ? `${text === "" ? "" : "."}${key}` : `[${typeof key === "number" ? key : JSON.stringify(key)}]`;
  return { keys: [...keys, String(key)], text: `${text}${step}` };
}
