/** `JSON.rawJSON` and the reviver's third parameter, which TypeScript's library does not declare yet. */
interface ExactJson {
  parse(
    text: string,
    reviver?: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
}

const json = JSON as unknown as ExactJson;

/** Reads JSON. An integer that a double cannot hold becomes an opaque value that is written again digit by digit. */
export function readJson(text: string): unknown {
  return /[0-9]{16}/.test(text) ? json.parse(text, keepExact) : json.parse(text);
}

function keepExact(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== "number" || source === undefined) return value;
  return Number.isSafeInteger(value) || !/^-?[0-9]+$/.test(source) ? value : json.rawJSON(source);
}
