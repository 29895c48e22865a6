import type { Json } from "../model/index.ts";
import { copyOf, listOf, type Tree, treeOf } from "./_tree.ts";
import { complexity, count } from "./size-of.ts";

/** One step that makes a value smaller or simpler. */
export type Edit =
  /** Leaves out a field or an item. */
  | { readonly kind: "drop"; readonly path: Path }
  /** Leaves out all items of a list but one. */
  | { readonly kind: "keep"; readonly path: Path; readonly index: number }
  /** Puts something simpler in a scalar's place. */
  | { readonly kind: "set"; readonly path: Path; readonly value: Json }
  /** Makes a container of another list the only one. */
  | { readonly kind: "only"; readonly path: Path; readonly list: string; readonly index: number }
  /** Makes those of another list plain ones, before or after the others. */
  | { readonly kind: "join"; readonly path: Path; readonly list: string; readonly first: boolean };

type Path = readonly (string | number)[];

const lists = ["ephemeralContainers", "initContainers"];

/** Edits of the value, the most promising first. `podSpec` is where the spec of a Pod lies in it. */
export function* editsOf(root: Json, podSpec?: Path): Generator<Edit> {
  if (podSpec !== undefined) yield* plainContainers(root, podSpec);
  const nodes = nodesOf(root).filter(({ path }) => path.length !== 1 || !identity.has(path[0] as string));
  const bySize = nodes.toSorted((a, b) => b.size - a.size);
  for (const { path, value } of bySize) {
    const items = listOf(value) ?? [];
    if (path.length > 0) yield { kind: "drop", path };
    if (items.length > 1) for (const index of items.keys()) yield { kind: "keep", path, index };
  }
  for (const { path, value } of nodes) for (const simple of simpler(value)) yield { kind: "set", path, value: simple };
}

/** The value with the edit, or undefined where there is nothing to edit. The value itself stays. */
export function edited(root: Json, edit: Edit): Json | undefined {
  const copy = copyOf(root);
  const holder =
    edit.kind === "drop" || edit.kind === "set" ? inner(copy, edit.path.slice(0, -1)) : inner(copy, edit.path);
  const name = edit.path.at(-1) ?? "";
  switch (edit.kind) {
    case "drop":
      return dropFrom(holder, name) ? copy : undefined;
    case "keep":
      return keepIn(holder, edit.index) ? copy : undefined;
    case "set":
      return setIn(holder, name, edit.value) ? copy : undefined;
    case "only":
      return makeOnly(treeOf(holder), edit) ? copy : undefined;
    case "join":
      return join(treeOf(holder), edit) ? copy : undefined;
  }
}

// --- internal ---

/** Without them an object is none. */
const identity = new Set(["apiVersion", "kind"]);

interface Node {
  readonly path: Path;
  readonly value: Json;
  readonly size: number;
}

function nodesOf(root: Json): readonly Node[] {
  const nodes: Node[] = [];
  const walk = (value: Json, path: Path): void => {
    nodes.push({ path, value, size: count(value) });
    for (const [index, item] of (listOf(value) ?? []).entries()) walk(item, [...path, index]);
    for (const [name, field] of Object.entries(treeOf(value) ?? {})) walk(field, [...path, name]);
  };
  walk(root, []);
  return nodes;
}

function* plainContainers(root: Json, path: Path): Generator<Edit> {
  const spec = treeOf(inner(root, path));
  for (const list of lists) {
    for (const index of (listOf(spec?.[list]) ?? []).keys()) yield { kind: "only", path, list, index };
  }
  for (const list of lists) {
    if (listOf(spec?.[list]) === undefined) continue;
    for (const first of [true, false]) yield { kind: "join", path, list, first };
  }
}

function makeOnly(spec: Tree | undefined, { list, index }: { readonly list: string; readonly index: number }): boolean {
  const container = treeOf(listOf(spec?.[list])?.[index]);
  if (spec === undefined || container === undefined) return false;
  for (const other of lists) delete spec[other];
  delete container["restartPolicy"];
  spec["containers"] = [container];
  return true;
}

function join(spec: Tree | undefined, { list, first }: { readonly list: string; readonly first: boolean }): boolean {
  const moved = listOf(spec?.[list]);
  if (spec === undefined || moved === undefined) return false;
  const others = listOf(spec["containers"]) ?? [];
  spec["containers"] = first ? [...moved, ...others] : [...others, ...moved];
  delete spec[list];
  return true;
}

function inner(root: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(
    (value, name) => (typeof name === "number" ? listOf(value)?.[name] : treeOf(value)?.[name]),
    root,
  );
}

function dropFrom(holder: Json | undefined, name: string | number): boolean {
  if (typeof name === "number") return listOf(holder)?.splice(name, 1).length === 1;
  const tree = treeOf(holder);
  if (tree === undefined || !(name in tree)) return false;
  delete tree[name];
  return true;
}

function keepIn(holder: Json | undefined, index: number): boolean {
  const list = listOf(holder);
  const item = list?.[index];
  if (list === undefined || item === undefined || list.length < 2) return false;
  list.splice(0, list.length, item);
  return true;
}

function setIn(holder: Json | undefined, name: string | number, value: Json): boolean {
  const target = (listOf(holder) ?? treeOf(holder)) as Tree | undefined;
  const before = target?.[name];
  if (target === undefined || before === undefined || typeof before !== typeof value) return false;
  target[name] = value;
  return true;
}

/** Simpler values of the same type, the simplest first. */
function simpler(value: Json): readonly Json[] {
  const all =
    typeof value === "string"
      ? shorter(value)
      : typeof value === "number"
        ? lower(value)
        : value === true
          ? [false]
          : [];
  return [...new Set(all)].filter((one) => complexity(one) < complexity(value));
}

function shorter(text: string): readonly Json[] {
  const middle = text.length >> 1;
  return [
    ...["a", "", "b", "c"],
    ...[text.slice(0, middle), text.slice(middle)],
    ...partsOf(text),
    ...[text.slice(0, -1), text.slice(1)],
  ];
}

/** What lies before and after each separator, and the text with one of its words made short. */
function partsOf(text: string): readonly Json[] {
  const found = [...text.matchAll(/[^A-Za-z0-9]+|[A-Za-z0-9]{2,}/g)].slice(0, 12);
  return found.flatMap(({ 0: part, index }) => {
    const [before, after] = [text.slice(0, index), text.slice(index + part.length)];
    return /[A-Za-z0-9]/.test(part) ? [`${before}a${after}`] : [before, after];
  });
}

function lower(number: number): readonly Json[] {
  return [0, 1, Math.trunc(number / 10), number - Math.sign(number)];
}
