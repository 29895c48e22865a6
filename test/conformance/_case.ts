/** A case of OPA's conformance suite, in the words of its YAML files. */
export interface ConformanceCase {
  readonly note: string;
  readonly query: string;
  readonly modules?: readonly string[] | null;
  readonly data?: object | null;
  readonly input?: unknown;
  /** The input in Rego's notation. */
  readonly input_term?: string;
  /** What the query's variables are bound to, once for each way in which the query holds. */
  readonly want_result?: readonly Readonly<Record<string, unknown>>[];
  readonly want_error_code?: string;
  readonly want_error?: string;
  /** Values of bindings are sets. */
  readonly sort_bindings?: boolean;
  /** Bindings of variables that OPA makes itself are not looked at; the rule that asks here binds none. */
  readonly ignore_generated_vars?: boolean;
  /** The error comes only where errors of builtins are errors. Elsewhere the query holds in no way. */
  readonly strict_error?: boolean;
}

const keys: readonly (keyof ConformanceCase)[] = [
  "note",
  "query",
  "modules",
  "data",
  "input",
  "input_term",
  "want_result",
  "want_error_code",
  "want_error",
  "sort_bindings",
  "ignore_generated_vars",
  "strict_error",
];

/** @throws Error where a case says something that nothing here would look at, or expects nothing */
export function checkCase(given: ConformanceCase): ConformanceCase {
  const unknown = Object.keys(given).filter((key) => !(keys as readonly string[]).includes(key));
  if (unknown.length > 0) throw new Error(`\`${given.note}\` has keys that are not understood: ${unknown.join(", ")}`);
  if (given.want_result === undefined && given.want_error === undefined && given.want_error_code === undefined)
    throw new Error(`\`${given.note}\` expects nothing`);
  return given;
}
