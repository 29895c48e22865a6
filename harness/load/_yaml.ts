import {
  binaryTag,
  boolYaml11Tag,
  constructFromEvents,
  defineScalarTag,
  type Event,
  FAILSAFE_SCHEMA,
  floatYaml11Tag,
  intYaml11Tag,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  type Schema,
  YAMLException,
} from "js-yaml";
import type { Json, Place, Problem } from "../model/index.ts";
import { eventsOf } from "./_events.ts";
import { mebibytes } from "./_read.ts";
import type { DocumentText } from "./_split.ts";
import { buildTree, type YamlNode } from "./_tree.ts";

/** A parsed document: its tree with positions, and on demand its value. */
export interface YamlDocument {
  readonly text: string;
  readonly root: YamlNode;
  readonly events: readonly Event[];
  /** Place in the file of an offset in the document. */
  placeOf(offset: number): Place;
}

/** The API server reads no larger request: 3 MiB. */
const documentLimit = 3 * 1024 * 1024;
/** Nodes of a document with its aliases written out. */
const sizeLimit = 1_000_000;

/** Parses one document. Nothing is thrown: what is wrong comes back with its place. */
export function parseDocument(document: DocumentText, path: string): YamlDocument | Problem {
  const bytes = Buffer.byteLength(document.text);
  if (bytes > documentLimit) return tooLarge(bytes, { path, line: document.line });
  const bad = (words: string, place: Place): Problem => ({
    code: "bad-yaml",
    message: `this is not usable YAML: ${words}`,
    place,
  });
  const parsed = eventsOf(document.text);
  if ("reason" in parsed) return bad(parsed.reason, placeIn(document, path, parsed.start));
  const { text, events } = parsed;
  const placeOf = (offset: number): Place => placeIn({ text, line: document.line }, path, offset);
  const root = buildTree(events, text);
  if ("flaw" in root) return bad(root.flaw, placeOf(root.start));
  if (root.size > sizeLimit) return bad(`its aliases stand for more than ${sizeLimit} nodes`, placeOf(root.start));
  return { text, root, events, placeOf };
}

/** The document's value as the API server's YAML reader understands scalars. */
export function readValue(document: YamlDocument): { readonly value: Json } | Problem {
  try {
    const [value] = constructFromEvents([...document.events], { source: document.text, schema: kubernetesSchema });
    return { value: value as Json };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const place = document.placeOf(error.mark?.position ?? 0);
    return { code: "bad-yaml", message: `this is not usable YAML: ${error.reason}`, place };
  }
}

/** YAML 1.1 without its base-60 numbers and timestamps, which stay text in Kubernetes. */
const kubernetesSchema: Schema = FAILSAFE_SCHEMA.withTags(
  nullYaml11Tag,
  boolYaml11Tag,
  withoutColons(intYaml11Tag),
  withoutColons(floatYaml11Tag),
  mergeTag,
  defineScalarTag(binaryTag.tagName, {
    resolve: (source) => Buffer.from(source, "base64").toString(),
    identify: () => false,
  }),
);

function withoutColons(tag: typeof intYaml11Tag): typeof intYaml11Tag {
  return {
    ...tag,
    resolve: (source, isExplicit, tagName) =>
      source.includes(":") ? NOT_RESOLVED : tag.resolve(source, isExplicit, tagName),
  };
}

function placeIn(document: DocumentText, path: string, offset: number): Place {
  const before = document.text.slice(0, Math.max(0, offset));
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = document.line;
  for (let at = before.indexOf("\n"); at !== -1; at = before.indexOf("\n", at + 1)) line++;
  return { path, line, column: before.length - lineStart + 1 };
}

function tooLarge(bytes: number, place: Place): Problem {
  const message = `this document has ${mebibytes(bytes)}; the API server accepts no request over ${mebibytes(documentLimit)}`;
  return { code: "bad-file", message, place, hint: "make the object smaller" };
}
