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
  return partsOf(trial).reduce<number>((sum, part) => sum + count(part), 0);
}

/** How far a trial is from the simplest one of its size. */
export function complexityOf(trial: Trial): number {
  const start = operations.indexOf(trial.request.operation);
  return partsOf(trial).reduce<number>((sum, part) => sum + complexity(part), start);
}

/** Whether the one is smaller, or simpler at the same size. */
export function isSmaller(one: Trial, other: Trial): boolean {
  const difference = sizeOf(one) - sizeOf(other);
  return difference < 0 || (difference === 0 && complexityOf(one) < complexityOf(other));
}

/** How far a value is from the simplest one of its kind: `"a"`, 0, `false`. */
export function complexity(value: Json | undefined): number {
  if (typeof value === "string") return textComplexity(value);
  if (typeof value === "number") return Math.abs(value) <= 1 ? Math.abs(value) : 1 + String(value).length;
  if (value === true) return 1;
  const inner = listOf(value) ?? Object.values(treeOf(value) ?? {});
  return inner.reduce<number>((sum, one) => sum + complexity(one), 0);
}

// --- internal ---

/** `"a"` is the simplest text; of texts of one length the one that is first in the alphabet is simpler. */
function textComplexity(text: string): number {
  return text === "a" ? 0 : 1 + text.length + (text === "" ? 0 : text.charCodeAt(0) / 1e6);
}

const operations = ["CREATE", "UPDATE", "DELETE", "CONNECT"];

/** The objects as they are, what else the request says, and the world. */
function partsOf({ request, world }: Trial): readonly (Json | undefined)[] {
  const { operation: _, object, oldObject, ...rest } = request;
  return [jsonOf(object), jsonOf(oldObject), rest as unknown as Json, world as unknown as Json];
}

function jsonOf(source: ObjectSource | undefined): Json | undefined {
  if (source === undefined) return undefined;
  return "json" in source ? source.json : source.text;
}
