import type { Module } from "../../harness/engine/_ops.ts";
import type { ConformanceCase } from "./_case.ts";
import type { RegoVersion } from "./_suite.ts";

/** A case's query as rules that an engine can be asked for. */
export interface Question {
  readonly modules: readonly Module[];
  readonly data: object;
  /** JSON, or empty where the case has no input. */
  readonly input: string;
}

/** The rule whose value is a set of objects: the bindings of the query's variables. */
export const bindingsRef = "assay_conformance/result";
/** The rule whose value is the same as JSON text in OPA's own words: exact numbers, sets in order. */
export const exactRef = "assay_conformance/exact";

export function questionOf(given: ConformanceCase, version: RegoVersion): Question {
  const written = (given.modules ?? []).map((text, index) => ({
    path: `test-${index}.rego`,
    text,
    v0: version === "v0",
  }));
  return {
    modules: [...written, { path: "assay-conformance.rego", text: wrapper(given) }],
    data: given.data ?? {},
    input: inputOf(given) ?? "",
  };
}

function wrapper(given: ConformanceCase): string {
  const names = Object.keys(given.want_result?.[0] ?? {});
  const binding = `{${names.map((name) => `"${name}": ${name}`).join(", ")}}`;
  const term = inputOf(given) === undefined ? given.input_term : undefined;
  return `package assay_conformance

bindings contains ${binding} if {
	${wholeData(given)}
}

result := value if {
	value := bindings${term === undefined ? "" : ` with input as ${term}`}
}

exact := json.marshal(result)
`;
}

/** All of `data` would hold the rule that asks for it, so it is asked for root by root. */
function wholeData({ query, modules, data }: ConformanceCase): string {
  if (query.trim() !== "data = x") return query;
  const packages = (modules ?? []).map((text) => /^package\s+(\w+)/m.exec(text)?.[1] as string);
  const roots = new Set([...packages, ...Object.keys(data ?? {})]);
  return `x = {${[...roots].map((root) => `"${root}": data.${root}`).join(", ")}}`;
}

/** The input as JSON; `undefined` where there is none, or none that JSON can say. */
function inputOf({ input, input_term }: ConformanceCase): string | undefined {
  if (input_term === undefined) return input === undefined ? undefined : JSON.stringify(input);
  try {
    JSON.parse(input_term);
    return input_term;
  } catch {
    return undefined;
  }
}
