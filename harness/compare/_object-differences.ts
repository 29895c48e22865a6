import { isJsonObject, type Json, type JsonObject } from "../model/index.ts";

/**
 * How an object lacks what is expected of it, a sentence for each place. Only what is named is compared: maps field by field, lists element by element
 * with their length. `null` stands for a field that must not be there. Without an object no policy changed it.
 */
export function objectDifferences(expected: JsonObject, got: JsonObject | undefined): readonly string[] {
  if (got === undefined) return ["expected a changed object, but no policy changed the object"];
  return differ(expected, got, "");
}

// --- internal ---

function differ(expected: Json, got: Json | undefined, path: string): readonly string[] {
  if (expected === null) return got === undefined || got === null ? [] : [`expected no \`${path}\`, got ${shown(got)}`];
  if (Array.isArray(expected) && Array.isArray(got)) return listsDiffer(expected, got, path);
  if (isJsonObject(expected) && isJsonObject(got)) {
    return Object.entries(expected).flatMap(([key, value]) =>
      differ(value, Object.hasOwn(got, key) ? got[key] : undefined, `${path}${step(key, path)}`),
    );
  }
  return Object.is(expected, got) ? [] : [`expected \`${path}\` ${shown(expected)}, got ${shown(got)}`];
}

function listsDiffer(expected: readonly Json[], got: readonly Json[], path: string): readonly string[] {
  if (expected.length !== got.length) {
    return [`expected ${expected.length} in \`${path}\`, got ${got.length}: ${shown(got)}`];
  }
  return expected.flatMap((element, index) => differ(element, got[index], `${path}[${index}]`));
}

/** A name that holds a dot or a slash, as labels do, is written in brackets. */
function step(key: string, path: string): string {
  if (!/^[\w-]+$/.test(key)) return `[${JSON.stringify(key)}]`;
  return path === "" ? key : `.${key}`;
}

const longest = 200;

function shown(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
