import type { Json, ObjectSource, Trial } from "../model/index.ts";
import { listOf, treeOf } from "./_tree.ts";

/** Fields and items of a value, whatever is within them included. */
export function count(value: Json | undefined): number {
  const list = listOf(value);
  if (list !== undefined) return list.reduce<number>((sum, item) => sum + 1 + count(item), 0);
  const tree = treeOf(value);
  return tree === undefined ? 0 : Object.values(tree).reduce<number>((sum, inner) => sum + 1 + count(inner), 0);
}

/** Fields and items of a trial. Smaller ones are easier to read. */
export function sizeOf(trial: Trial): number {
  return count(plain(trial));
}

/** How far a trial is from the simplest one of its size. */
export function complexityOf(trial: Trial): number {
  return operations.indexOf(trial.request.operation) + complexity(plain(trial));
}

/** Whether the one is smaller, or simpler at the same size. */
export function isSmaller(one: Trial, other: Trial): boolean {
  const difference = sizeOf(one) - sizeOf(other);
  return difference < 0 || (difference === 0 && complexityOf(one) < complexityOf(other));
}

/** How far a value is from the simplest one of its kind: `"a"`, 0, `false`. */
export function complexity(value: Json | undefined): number {
  if (typeof value === "string") return value === "a" ? 0 : 1 + value.length;
  if (typeof value === "number") return Math.abs(value) <= 1 ? Math.abs(value) : 1 + String(value).length;
  if (value === true) return 1;
  const inner = listOf(value) ?? Object.values(treeOf(value) ?? {});
  return inner.reduce<number>((sum, one) => sum + complexity(one), 0);
}

// --- internal ---

const operations = ["CREATE", "UPDATE", "DELETE", "CONNECT"];

/** The trial with the objects as they are, without what stands around them. */
function plain({ request: { object, oldObject, ...rest }, world }: Trial): Json {
  return { ...rest, object: jsonOf(object), oldObject: jsonOf(oldObject), world } as unknown as Json;
}

function jsonOf(source: ObjectSource | undefined): Json | undefined {
  if (source === undefined) return undefined;
  return "json" in source ? source.json : source.text;
}
