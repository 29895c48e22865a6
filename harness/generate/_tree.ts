import type { Json, JsonObject } from "../model/index.ts";

/** A JSON object under construction: drawn, mended or mutated by whoever made it, and by nobody else. */
export type Tree = { [key: string]: Json };

/** The value as an object to be changed, or undefined where it is none. */
export function treeOf(value: Json | undefined): Tree | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Tree) : undefined;
}

/** The value as a list to be changed, or undefined where it is none. */
export function listOf(value: Json | undefined): Json[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** Every item of the list that is an object; none where there is no list. */
export function treesOf(value: Json | undefined): readonly Tree[] {
  return (listOf(value) ?? []).map((item) => treeOf(item)).filter((tree) => tree !== undefined);
}

/** What lies at the path of field names, or undefined. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, name) => treeOf(inner)?.[name], value);
}

/** The object at the path, made where there is none. */
export function makeAt(root: Tree, ...path: readonly string[]): Tree {
  return path.reduce<Tree>((inner, name) => {
    const found = treeOf(inner[name]) ?? {};
    inner[name] = found;
    return found;
  }, root);
}

export function copyOf<T extends Json>(value: T): T;
export function copyOf(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => copyOf(item));
  const copy: Tree = {};
  for (const name in value as JsonObject) copy[name] = copyOf((value as Tree)[name] as Json);
  return copy;
}

/** A copy of the object that may be changed. */
export function treeCopy(object: JsonObject): Tree {
  return copyOf(object) as Tree;
}

export function drop(tree: Tree | undefined, ...names: readonly string[]): void {
  if (tree !== undefined) for (const name of names) delete tree[name];
}

/** The value with the fields of each object in one order: what it is first, then its name, then the others by name. */
export function ordered(value: Json): Json {
  const list = listOf(value);
  if (list !== undefined) return list.map(ordered);
  const tree = treeOf(value);
  if (tree === undefined) return value;
  const names = Object.keys(tree).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(names.map((name) => [name, ordered(tree[name] as Json)]));
}

// --- internal ---

const firstNames = ["apiVersion", "kind", "metadata", "name", "image"];

function rank(name: string): number {
  const index = firstNames.indexOf(name);
  return index < 0 ? firstNames.length : index;
}
