import { isPart, refName, resolve, type Schema } from "./_schema.ts";

/** Says in words what values a schema takes. `link` makes the words for a part that has a table of its own. */
export function typeWords(root: Schema, schema: Schema, link: (name: string) => string): string {
  const name = refName(schema);
  const resolved = resolve(root, schema);
  if (name !== undefined && isPart(resolved)) return link(name);
  if (resolved.then !== undefined && resolved.else !== undefined)
    return [resolved.else, resolved.then].map((one) => typeWords(root, one, link)).join(" or ");
  if (resolved.const !== undefined) return code(resolved.const);
  if (resolved.enum !== undefined) return resolved.enum.map(code).join(", ");
  return plainWords(root, resolved, link);
}

/** A value as it would be written in YAML on one line. */
export function code(value: unknown): string {
  return `\`${Array.isArray(value) ? `[${value.join(", ")}]` : String(value)}\``;
}

// --- internal ---

function plainWords(root: Schema, schema: Schema, link: (name: string) => string): string {
  const { type, items = {}, additionalProperties, examples = [], minItems = 0 } = schema;
  if (type === undefined) throw new Error(`The schema says no type: ${JSON.stringify(schema)}.`);
  if (typeof type === "object") return "any value";
  switch (type) {
    case "array":
      return `list of ${typeWords(root, items, link)}${minItems > 0 ? "; not empty" : ""}`;
    case "object":
      return typeof additionalProperties === "object"
        ? `mapping to ${typeWords(root, additionalProperties, link)}`
        : "mapping";
    case "string":
      return examples.length === 0 ? "text" : `text such as ${examples.map(code).join(", ")}`;
    case "integer":
      return `whole number${range(schema)}`;
    case "number":
      return `number${range(schema)}`;
    case "boolean":
      return "`true` or `false`";
  }
}

function range({ minimum, maximum }: Schema): string {
  if (minimum === undefined) return "";
  return maximum === undefined ? `, at least ${minimum}` : ` from ${minimum} to ${maximum}`;
}
