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
import { yamlWords } from "./_yaml-words.ts";

/** A parsed document: its tree with positions, and on demand its value. */
export interface YamlDocument {
  readonly text: string;
  readonly root: YamlNode;
  readonly events: readonly Event[];
  /** Place in the file of an offset in the document. */
  placeOf(offset: number): Place;
}

/** How large a document may be. */
export interface DocumentLimits {
  readonly bytes: number;
  /** Nodes with its aliases written out. */
  readonly nodes: number;
}

/** The API server reads no larger request: 3 MiB. */
const ofRequests: DocumentLimits = { bytes: 3 * 1024 * 1024, nodes: 1_000_000 };

/** Parses one document. Nothing is thrown: what is wrong comes back with its place. */
export function parseDocument(
  document: DocumentText,
  path: string,
  limits: DocumentLimits = ofRequests,
): YamlDocument | Problem {
  if (document.dropped !== undefined) return droppedText(document.dropped, { path, line: document.line - 1 });
  const bytes = Buffer.byteLength(document.text);
  if (bytes > limits.bytes) return tooLarge({ bytes, limits }, { path, line: document.line });
  const bad = (words: string, place: Place): Problem => ({
    code: "bad-yaml",
    message: `this is not usable YAML: ${words}`,
    place,
  });
  const parsed = eventsOf(document.text);
  if ("reason" in parsed) return bad(parsed.reason, placesOf(document, path)(parsed.start));
  const { text, events } = parsed;
  const placeOf = placesOf({ text, line: document.line }, path);
  const root = buildTree(events, text);
  if ("flaw" in root) return bad(root.flaw, placeOf(root.start));
  if (root.size > limits.nodes)
    return bad(`its aliases stand for more than ${limits.nodes} nodes`, placeOf(root.start));
  return { text, root, events, placeOf };
}

/** The document's value as the API server's YAML reader understands scalars. */
export function readValue(document: YamlDocument): { readonly value: Json } | Problem {
  try {
    const [value] = constructFromEvents([...document.events], { source: document.text, schema: kubernetesSchema });
    return { value: value as Json };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const at = error.mark?.position ?? 0;
    const words = yamlWords(error.reason, document.text, at);
    return { code: "bad-yaml", message: `this is not usable YAML: ${words}`, place: document.placeOf(at) };
  }
}

/** YAML 1.1 without its base-60 numbers and timestamps, which stay text in Kubernetes, and with more exponents. */
const kubernetesSchema: Schema = FAILSAFE_SCHEMA.withTags(
  nullYaml11Tag,
  boolYaml11Tag,
  withoutColons(intYaml11Tag),
  withExponents(withoutColons(floatYaml11Tag)),
  mergeTag,
  defineScalarTag(binaryTag.tagName, {
    resolve: (source) => (isBase64(source) ? Buffer.from(source, "base64").toString() : NOT_RESOLVED),
    identify: () => false,
  }),
);

function isBase64(source: string): boolean {
  const text = source.replaceAll(/\s/g, "");
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

function withoutColons(tag: typeof intYaml11Tag): typeof intYaml11Tag {
  return {
    ...tag,
    resolve: (source, isExplicit, tagName) =>
      source.includes(":") ? NOT_RESOLVED : tag.resolve(source, isExplicit, tagName),
  };
}

/** YAML 1.1 wants a point before an exponent, and a sign in it; the API server's reader does not. */
function withExponents(tag: typeof floatYaml11Tag): typeof floatYaml11Tag {
  return {
    ...tag,
    resolve: (source, isExplicit, tagName) => {
      const digits = source.replaceAll("_", "");
      return /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+$/.test(digits)
        ? Number(digits)
        : tag.resolve(source, isExplicit, tagName);
    },
  };
}

/** Places by offset. Where each line begins is found once: a document may be asked for thousands of places. */
function placesOf(document: DocumentText, path: string): (offset: number) => Place {
  let lineStarts: readonly number[] | undefined;
  return (offset) => {
    lineStarts ??= lineStartsOf(document.text);
    const at = Math.min(Math.max(0, offset), document.text.length);
    const index = lastAtMost(lineStarts, at);
    return { path, line: document.line + index, column: at - (lineStarts[index] ?? 0) + 1 };
  };
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the last number that is not greater than `limit`, in ascending numbers of which the first is 0. */
function lastAtMost(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((ascending[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

function droppedText(text: string, place: Place): Problem {
  const message = `kubectl drops \`${text}\`, which stands behind \`---\``;
  return { code: "bad-yaml", message, place, hint: "put it on a line of its own" };
}

function tooLarge(
  { bytes, limits }: { readonly bytes: number; readonly limits: DocumentLimits },
  place: Place,
): Problem {
  const limit =
    limits === ofRequests
      ? `the API server accepts no request over ${mebibytes(limits.bytes)}`
      : `the limit for a document is ${mebibytes(limits.bytes)}`;
  const hint = limits === ofRequests ? "make the object smaller" : "write it as JSON, or split it";
  return { code: "bad-file", message: `this document has ${mebibytes(bytes)}; ${limit}`, place, hint };
}
