import type { Json, Problem } from "../model/index.ts";
import { nodeOf, startOf } from "./_tree.ts";
import type { YamlDocument } from "./_yaml.ts";

/** The first number in a document's value that would reach the engines as another one, or as none: too long for a double, infinite, or not a number. */
export function inexactNumber(document: YamlDocument, value: Json): Problem | undefined {
  const found = inexactIn(document, value, []);
  if (found === undefined) return undefined;
  const place = document.placeOf(startOf(document.root, found.keys));
  return Number.isFinite(found.number)
    ? {
        code: "bad-yaml",
        message: `\`${found.keys.join(".")}\` is a whole number too long to be kept exactly`,
        place,
        hint: "put it in quotes",
      }
    : {
        code: "bad-yaml",
        message: `\`${found.keys.join(".")}\` is ${found.number}, which JSON cannot hold`,
        place,
        hint: "write a number, or put it in quotes",
      };
}

interface Inexact {
  readonly keys: readonly string[];
  readonly number: number;
}

function inexactIn(document: YamlDocument, value: Json, keys: readonly string[]): Inexact | undefined {
  if (typeof value === "number") return isInexact(document, value, keys) ? { keys, number: value } : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, inside] of Object.entries(value)) {
    const found = inexactIn(document, inside, [...keys, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A number with a point or an exponent is the nearest double in every reader; digits alone are meant to the last. */
function isInexact({ root, text }: YamlDocument, value: number, keys: readonly string[]): boolean {
  if (!Number.isFinite(value)) return true;
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return false;
  const node = nodeOf(root, keys);
  return (
    node === undefined || !/[.eE]/.test(text.slice(node.start, node.end)) || /^[-+]?0[xX]/.test(text.slice(node.start))
  );
}
