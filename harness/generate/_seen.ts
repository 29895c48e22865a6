import type { Json, JsonObject } from "../model/index.ts";
import { listOf, treeOf } from "./_tree.ts";

/** The leaves that objects have, by their path; a path into a Pod is the same in a Pod, in any template and in any list of containers. */
export function seenIn(objects: readonly JsonObject[]): (path: string) => readonly Json[] {
  const seen = new Map<string, Set<Json>>();
  for (const object of objects) collect(object, [], seen);
  const lists = new Map([...seen].map(([path, values]) => [path, [...values]]));
  return (path) => lists.get(plain(path.split("."))) ?? [];
}

// --- internal ---

function collect(value: Json, path: readonly string[], seen: Map<string, Set<Json>>): void {
  const list = listOf(value);
  if (list !== undefined) {
    for (const item of list) collect(item, path, seen);
    return;
  }
  const tree = treeOf(value);
  if (tree !== undefined) {
    for (const name in tree) collect(tree[name] as Json, [...path, name], seen);
    return;
  }
  if (value === null) return;
  const key = plain(path);
  const values = seen.get(key) ?? new Set();
  seen.set(key, values.add(value));
}

function plain(path: readonly string[]): string {
  const template = path.lastIndexOf("template");
  return (template < 0 || template > 3 ? path : path.slice(template + 1))
    .join(".")
    .replace(containers, "spec.containers");
}

const containers = /^spec\.(initContainers|ephemeralContainers)\b/;
