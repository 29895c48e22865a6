import type { Json, JsonObject } from "../model/index.ts";
import type { FieldPlan, ObjectPlan, Plan } from "./_plan.ts";
import { listOf, treeOf } from "./_tree.ts";

/** A text or number of an object, and where it is; the keys of its maps too. */
export interface Leaf {
  readonly words: ReadonlySet<string>;
  readonly value: string | number;
  /** A policy looks there. */
  readonly focus: boolean;
}

/** What parameters may have to do with, in a drawn object. */
export function leavesOf(object: JsonObject, plan: ObjectPlan): readonly Leaf[] {
  const leaves: Leaf[] = [];
  for (const field of plan.byName.values()) collectField(leaves, object, { field, path: [] });
  return leaves;
}

/** The words of names in the singular: `runAsUser` is three. */
export function wordsOf(path: readonly string[]): ReadonlySet<string> {
  const words = path.flatMap((name) => name.split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/));
  return new Set(
    words.map((word) => word.toLowerCase().replace(/(?<=\w{2})(?:ie)?s$/, "")).filter((word) => word !== ""),
  );
}

/** The leaves whose place is named most like the words; none where no name is alike. */
export function alikeTo(words: ReadonlySet<string>, leaves: readonly Leaf[]): readonly Leaf[] {
  const shared = (leaf: Leaf): number => [...words].filter((word) => leaf.words.has(word)).length;
  const most = Math.max(0, ...leaves.map(shared));
  return most === 0 ? [] : leaves.filter((leaf) => shared(leaf) === most);
}

// --- internal ---

interface At {
  readonly path: readonly string[];
  readonly focus: boolean;
}

function collectField(
  into: Leaf[],
  holder: JsonObject,
  { field, path }: { readonly field: FieldPlan; readonly path: readonly string[] },
): void {
  const value = holder[field.name];
  if (value !== undefined) collect(into, value, field.plan, { path: [...path, field.name], focus: field.focus });
}

function collect(into: Leaf[], value: Json, plan: Plan, { path, focus }: At): void {
  switch (plan.kind) {
    case "leaf":
      if (typeof value === "string" || typeof value === "number") into.push({ words: wordsOf(path), value, focus });
      return;
    case "list":
      for (const item of listOf(value) ?? []) collect(into, item, plan.item, { path, focus });
      return;
    case "map":
      for (const [key, inner] of Object.entries(treeOf(value) ?? {})) {
        into.push({ words: wordsOf([...path, "key"]), value: key, focus });
        collect(into, inner, plan.value, { path: [...path, key, "value"], focus });
      }
      return;
    case "object": {
      const tree = treeOf(value);
      if (tree !== undefined) for (const field of plan.byName.values()) collectField(into, tree, { field, path });
    }
  }
}
