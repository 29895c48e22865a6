import { isPart, resolve, type Schema } from "./_schema.ts";
import { code, typeWords } from "./_type-words.ts";

/** The keys of a schema as Markdown tables: one for the whole, one for each part that has a name. `whole` tells the headings apart. */
export function schemaTables(root: Schema, whole: string): string {
  const link = (name: string): string =>
    `[${name}](#${name.toLowerCase()}-of-${whole.replaceAll(" ", "-").replaceAll(".", "")})`;
  const parts = Object.entries(root.$defs ?? {}).filter(([, schema]) => isPart(schema));
  const sections = parts.map(([name, schema]) => `### ${name} of ${whole}\n\n${part(root, schema, link)}`);
  return [part(root, root, link), ...sections].join("\n\n");
}

// --- internal ---

type Link = (name: string) => string;

function part(root: Schema, schema: Schema, link: Link): string {
  const lead = schema.description === undefined ? "" : `${schema.description}\n\n`;
  if (schema.oneOf !== undefined)
    return `${lead}One of ${schema.oneOf.map((one) => typeWords(root, one, link)).join(", ")}.`;
  const head = "| key | type | default | what it says |\n|---|---|---|---|";
  return `${lead}${[head, ...rows(root, schema, { link, prefix: "" })].join("\n")}`;
}

function rows(
  root: Schema,
  schema: Schema,
  { link, prefix }: { readonly link: Link; readonly prefix: string },
): readonly string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const resolved = resolve(root, property);
    const fallback = schema.required?.includes(key) === true ? "required" : "";
    const cells = [
      code(prefix + key),
      typeWords(root, property, link),
      resolved.default === undefined ? fallback : code(resolved.default),
      resolved.description ?? "",
    ];
    const row = `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    const inner = insideOf(root, property);
    return inner === undefined
      ? [row]
      : [row, ...rows(root, inner.schema, { link, prefix: `${prefix}${key}${inner.step}` })];
  });
}

/** What is written in place, without a name of its own: its keys stand in the same table. */
function insideOf(root: Schema, property: Schema): { readonly schema: Schema; readonly step: string } | undefined {
  const { items } = resolve(root, property);
  const [schema, step] = items === undefined ? [property, "."] : [items, "[]."];
  return isPart(schema) ? { schema, step } : undefined;
}
