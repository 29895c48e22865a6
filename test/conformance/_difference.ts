import type { ConformanceCase } from "./_case.ts";
import { canonical, readExact } from "./_exact.ts";
import type { Outcome } from "./_outcome.ts";

/** What is asked of a case: topdown with strict errors, topdown as the harness runs it, or WASM. */
export type Way = "strict" | "topdown" | "wasm";

/** OPA's WASM says only this of a conflict. */
const conflicts = ["var assignment conflict", "object insert conflict"];

/** How an outcome differs from what the case wants; `undefined` where it does not. */
export function difference(given: ConformanceCase, way: Way, outcome: Outcome): string | undefined {
  const wantsError = given.want_error !== undefined || given.want_error_code !== undefined;
  if (wantsError && (way === "strict" || given.strict_error !== true)) return errorDifference(given, way, outcome);
  if (outcome.kind !== "bindings") return `wanted bindings, got ${JSON.stringify(outcome)}`;
  const want = JSON.stringify(given.want_result ?? []);
  const sorted = given.sort_bindings === true;
  const [exact, wanted] = [exactSet(outcome.exact, sorted), exactSet(want, sorted)];
  if (exact !== wanted) return `wanted ${wanted}, got ${exact}`;
  const [read, readable] = [doubleSet(outcome.plain), doubleSet(want)];
  return read === readable ? undefined : `wanted ${readable} to be read from JSON, got ${read}`;
}

function errorDifference(given: ConformanceCase, way: Way, outcome: Outcome): string | undefined {
  const got = `got ${JSON.stringify(outcome)}`;
  if (outcome.kind !== "error") return `wanted an error, ${got}`;
  if (way === "wasm")
    return conflicts.some((words) => outcome.message.includes(words)) ? undefined : `wanted a conflict, ${got}`;
  const { want_error: words = "", want_error_code: code = outcome.code } = given;
  return outcome.code === code && outcome.message.includes(words) ? undefined : `wanted ${code}: ${words}, ${got}`;
}

/** Bindings are a set; with `sorted`, so is each value in them that is an array. */
function exactSet(text: string, sorted: boolean): string {
  return setOf(text, (value) => {
    if (!sorted || !Array.isArray(value)) return canonical(JSON.stringify(value), "decimal", false);
    return `[${value.map((member) => canonical(JSON.stringify(member), "decimal", false)).sort()}]`;
  });
}

/** The bindings as a verdict would read them: sets have become arrays of any order, numbers have become doubles. */
function doubleSet(text: string): string {
  return setOf(text, (value) => canonical(JSON.stringify(value), "double", true));
}

function setOf(text: string, write: (value: unknown) => string): string {
  const bindings = readExact(text) as readonly Readonly<Record<string, unknown>>[];
  const texts = bindings.map((binding) => {
    const entries = Object.entries(binding).map(([name, value]) => `${name}: ${write(value)}`);
    return `{${entries.sort().join(", ")}}`;
  });
  return [...new Set(texts)].sort().join(" ");
}
