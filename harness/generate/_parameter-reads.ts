import type { Json, JsonObject, ParameterSource, Reads } from "../model/index.ts";
import { listOf, treeOf } from "./_tree.ts";

/** What policies compare with once they have those parameters, beside what they say themselves. */
export function readsWith(reads: Reads | undefined, sources: readonly ParameterSource[]): Reads | undefined {
  const scalars = sources.flatMap(({ samples }) => samples.flatMap(scalarsOf));
  if (scalars.length === 0) return reads;
  const texts = scalars.filter((one) => typeof one === "string");
  const patterns = texts.filter((text) => patternLike.test(text));
  const { chains = [], strings = [], numbers = [], matches = [], patterns: own = [] } = reads ?? {};
  return {
    chains,
    strings: [...new Set([...strings, ...texts.filter((text) => !patternLike.test(text)).flatMap(meant)])],
    numbers: [...new Set([...numbers, ...scalars.filter((one) => typeof one === "number")])],
    patterns: [...new Set([...own, ...patterns])],
    matches,
  };
}

// --- internal ---

const patternLike = /^\^|\$$|\[.*\]|\.[*+]|\\/;

/** The text, and what it may be the beginning of: a registry, a folder, whatever a star stands for. */
function meant(text: string): readonly string[] {
  const begun = text.endsWith("*") ? text.slice(0, -1) : text;
  if (begun === "") return [];
  if (begun.endsWith("/")) return [begun, `${begun}app`, `${begun}app:1`];
  return begun === text ? [text] : [begun, `${begun}a`];
}

function scalarsOf(params: JsonObject): readonly Json[] {
  const inner = (value: Json): readonly Json[] => {
    const items = listOf(value) ?? (treeOf(value) === undefined ? undefined : Object.values(treeOf(value) ?? {}));
    return items === undefined ? [value] : items.flatMap(inner);
  };
  return inner(params);
}
