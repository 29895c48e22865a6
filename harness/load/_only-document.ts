import type { Json, Problem, SourceFile } from "../model/index.ts";
import { type SchemaFormat, schemaProblems } from "./_schema.ts";
import { splitDocuments } from "./_split.ts";
import { parseDocument, readValue, type YamlDocument } from "./_yaml.ts";

/** The only document of a file, with its value; `empty` where it holds none. */
export type OnlyDocument =
  | { readonly document: YamlDocument; readonly value: Json }
  | { readonly empty: true }
  | { readonly problems: readonly Problem[] };

/** Reads a YAML file of one document, which must fit a schema. */
export function onlyDocument({ path, text }: SourceFile, schema: SchemaFormat): OnlyDocument {
  const [first, second] = splitDocuments(text);
  if (first === undefined) return { empty: true };
  if (second !== undefined) {
    const message = `\`${path}\` has more than one document`;
    return { problems: [{ code: "bad-config", message, place: { path, line: second.line } }] };
  }
  const document = parseDocument(first, path);
  if ("code" in document) return { problems: [document] };
  const read = readValue(document);
  if ("code" in read) return { problems: [read] };
  const problems = schemaProblems(schema, document, read.value);
  return problems.length > 0 ? { problems } : { document, value: read.value };
}
