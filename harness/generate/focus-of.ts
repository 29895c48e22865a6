import type { KindSchema, Reads, Schema, SchemaNode } from "../model/index.ts";

/** Where in the objects of a kind policies look. Paths are field names with dots between them; items and values of maps add nothing. */
export interface Focus {
  /** Paths that a policy reads. */
  readonly ends: ReadonlySet<string>;
  /** Those of them below which nothing is read: the whole may matter. */
  readonly tips: ReadonlySet<string>;
  /** Those and everything above them. */
  readonly ways: ReadonlySet<string>;
  /** Those of which a chain says the name, and not only what lies below. */
  readonly named: ReadonlySet<string>;
  /** By the path of a map: the keys that policies ask for. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

/** The paths of the kind's objects that end as a chain of the policies does. */
export function focusOf(schema: Schema, kind: KindSchema, reads: Reads): Focus {
  const chains = chainsByEnd(reads, namesOf(schema, kind));
  const ends = new Set<string>();
  const ways = new Set<string>();
  const named = new Set<string>();
  const keys = new Map<string, readonly string[]>();
  const take = (path: readonly string[], said: number): void => {
    ends.add(path.join("."));
    for (let length = path.length; length > 0; length -= 1) {
      const way = path.slice(0, length).join(".");
      ways.add(way);
      if (length > path.length - said) named.add(way);
    }
  };
  walk({ schema, definitions: [] }, { ref: kind.definition }, [], (path, node) => {
    const said = (chains.get(path.at(-1) ?? "") ?? []).filter((chain) => endsWith(path, chain));
    if (said.length > 0) take(path, Math.max(...said.map(({ length }) => length)));
    else if (path.length === 1 && chains.own.has(path[0] ?? "")) take(path, 1);
    if (node.additionalProperties === undefined) return;
    const asked = chains.all.filter((chain) => chain.length > 1 && endsWith(path, chain.slice(0, -1)));
    if (asked.length === 0) return;
    take(path, path.length);
    keys.set(path.join("."), [...new Set(asked.map((chain) => chain.at(-1) ?? ""))]);
  });
  const passed = new Set([...ends].flatMap((path) => aboveOf(path)));
  return { ends, tips: new Set([...ends].filter((path) => !passed.has(path))), ways, named, keys };
}

// --- internal ---

/** So many objects have them that alone they say nothing. */
const commonNames = new Set([
  "name",
  "type",
  "kind",
  "spec",
  "metadata",
  "key",
  "value",
  "apiVersion",
  "namespace",
  "template",
]);
/** Of those, what tells objects of some kinds apart: Secrets, classes of priority. */
const ownNames = new Set(["type", "value"]);
const roots = new Set(["input", "request", "object", "oldObject", "review", "parameters", "params"]);
const deepest = 24;

class Chains extends Map<string, (readonly string[])[]> {
  readonly all: (readonly string[])[] = [];
  /** Common names that are said alone, and may be meant of the object itself. */
  readonly own = new Set<string>();
}

/** Every name that a field of the kind has anywhere. */
function namesOf(schema: Schema, { definition }: KindSchema): ReadonlySet<string> {
  const names = new Set<string>();
  walk({ schema, definitions: [] }, { ref: definition }, [], (path) => names.add(path.at(-1) ?? ""));
  return names;
}

function chainsByEnd({ chains }: Reads, names: ReadonlySet<string>): Chains {
  const found = new Chains();
  for (const raw of chains) {
    const chain = fieldsOf(raw, names);
    const end = chain.at(-1);
    if (end === undefined) continue;
    if (chain.length === 1 && ownNames.has(end)) found.own.add(end);
    if (chain.length === 1 && commonNames.has(end)) continue;
    found.set(end, [...(found.get(end) ?? []), chain]);
    found.all.push(chain);
  }
  return found;
}

/** The chain without what leads to the object, and without what a policy calls things in its own objects, which is no field. */
function fieldsOf(raw: readonly string[], names: ReadonlySet<string>): readonly string[] {
  const chain = raw.filter((name) => name !== "*");
  while (chain.length > 1 && (roots.has(chain[0] ?? "") || !names.has(chain[0] ?? ""))) chain.shift();
  // The request says again what the object says.
  return chain.length === 1 && chain[0] === "namespace" ? ["metadata", ...chain] : chain;
}

/** Every path above that one. */
function aboveOf(path: string): readonly string[] {
  const names = path.split(".");
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join("."));
}

function endsWith(path: readonly string[], chain: readonly string[]): boolean {
  const from = path.length - chain.length;
  return from >= 0 && chain.every((name, index) => path[from + index] === name);
}

interface Walk {
  readonly schema: Schema;
  /** Those that the path went through: none is entered a second time. */
  readonly definitions: readonly string[];
}

function walk(
  { schema, definitions }: Walk,
  node: SchemaNode,
  path: readonly string[],
  visit: (path: readonly string[], node: SchemaNode) => void,
): void {
  if (path.length > deepest) return;
  if (node.ref !== undefined) {
    const target = schema.definitions[node.ref];
    if (target === undefined || definitions.includes(node.ref)) return;
    walk({ schema, definitions: [...definitions, node.ref] }, target, path, visit);
    return;
  }
  if (path.length > 0) visit(path, node);
  const inner = node.items ?? node.additionalProperties;
  if (inner !== undefined) walkInner({ schema, definitions }, inner, path, visit);
  for (const [name, property] of Object.entries(node.properties ?? {})) {
    walk({ schema, definitions }, property, [...path, name], visit);
  }
}

/** What is within an item or a value, at the same path; the path itself was visited. */
function walkInner(
  way: Walk,
  node: SchemaNode,
  path: readonly string[],
  visit: (path: readonly string[], node: SchemaNode) => void,
): void {
  walk(way, node, path, (inner, found) => {
    if (inner.length > path.length) visit(inner, found);
  });
}
