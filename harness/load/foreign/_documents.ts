import { posix } from "node:path";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  type Place,
  type Problem,
  type SourceFile,
} from "../../model/index.ts";
import { readText } from "../_read.ts";
import type { Root } from "../_root.ts";
import { splitDocuments } from "../_split.ts";
import { walk } from "../_walk.ts";
import { parseDocument, readValue, type YamlDocument } from "../_yaml.ts";

/** An object in a file that a Test names. */
export interface ObjectDocument {
  readonly value: JsonObject;
  readonly text: string;
  readonly place: Place & { readonly line: number };
  /** `group/version`, kind, namespace and name, as the kyverno CLI tells objects apart. */
  readonly key: ObjectKey;
  readonly document: YamlDocument;
}

export interface ObjectKey {
  readonly apiVersion: string;
  readonly kind: string;
  /** `default` where none is written: what is in no namespace is found under it too. */
  readonly namespace: string;
  readonly name: string;
}

/** A path as a Test names it, with the place of the name. */
export interface NamedFile {
  readonly path: string;
  readonly place: Place;
}

export interface Documents {
  readonly documents: readonly ObjectDocument[];
  readonly problems: readonly Problem[];
}

/** The objects in files and folders that a Test in `folder` names. What is not there is a problem where it is named. */
export function readDocuments(root: Root, folder: string, named: readonly NamedFile[]): Documents {
  const read = named.map((one) => readNamed(root, folder, one));
  return { documents: read.flatMap(({ documents }) => documents), problems: read.flatMap(({ problems }) => problems) };
}

/** The document as a source of its own, on the lines that it has in its file. */
export function sourceOfDocument({ text, place }: ObjectDocument): SourceFile {
  return { path: place.path, text: "\n".repeat(place.line - 1) + text };
}

/** What a path in a Test leads to, from the root; or what is wrong with it. */
export function pathOf(root: Root, folder: string, { path, place }: NamedFile): string | Problem {
  if (/^https?:/.test(path)) {
    const message = `\`${path}\` would be fetched from the network, which no run of Assay uses`;
    return { code: "bad-file", message, place, hint: "save it beside the Test, and name the file" };
  }
  const found = posix.normalize(posix.join(folder, path));
  if (posix.isAbsolute(path) || found === ".." || found.startsWith("../")) {
    const message = `\`${path}\` leads out of the project`;
    return { code: "bad-file", message, place, hint: "copy it into the project" };
  }
  if (root.isThere(found)) return found.replace(/\/$/, "");
  const message = `there is no file \`${found}\``;
  return {
    code: "bad-file",
    message,
    place,
    hint: "correct the path: it is relative to the folder of the file that names it",
  };
}

// --- internal ---

function readNamed(root: Root, folder: string, named: NamedFile): Documents {
  const path = pathOf(root, folder, named);
  if (typeof path !== "string") return { documents: [], problems: [path] };
  const walked = root.isFolder(path) ? walk(root, path) : { files: [path], problems: [] };
  const files = root.isFolder(path) ? walked.files.filter((file) => /\.ya?ml$/.test(file)) : walked.files;
  const read = files.map((file) => readFile(root, file));
  const documents = read.flatMap((one) => one.documents);
  const problems = [...walked.problems, ...read.flatMap((one) => one.problems)];
  if (documents.length + problems.length > 0) return { documents, problems };
  const message = `\`${path}\` holds no object`;
  return { documents, problems: [{ code: "bad-file", message, place: named.place, hint: "take it out of the Test" }] };
}

/** What files hold, by project: tests name the same ones. */
const known = new WeakMap<Root, Map<string, Documents>>();

function readFile(root: Root, path: string): Documents {
  const files = known.get(root) ?? new Map<string, Documents>();
  known.set(root, files);
  const documents = files.get(path) ?? readOnce(root, path);
  files.set(path, documents);
  return documents;
}

function readOnce(root: Root, path: string): Documents {
  const file = readText(root, path);
  if ("code" in file) return { documents: [], problems: [file] };
  const read = splitDocuments(file.text).map((source): ObjectDocument | Problem => {
    const document = parseDocument(source, path);
    if ("code" in document) return document;
    const value = readValue(document);
    if ("code" in value) return value;
    const place = { path, line: source.line };
    if (!isObject(value.value)) return { code: "bad-yaml", message: "this is no object of Kubernetes", place };
    return { value: value.value, text: source.text, place, key: keyOf(value.value), document };
  });
  return {
    documents: read.flatMap((one) => ("key" in one ? [one] : [])),
    problems: read.flatMap((one) => ("key" in one ? [] : [one])),
  };
}

function isObject(value: Json): value is JsonObject {
  return isJsonObject(value) && typeof keyOf(value).kind === "string";
}

function keyOf(value: JsonObject): ObjectKey {
  const { namespace, name } = (value["metadata"] ?? {}) as { readonly namespace?: string; readonly name?: string };
  const { apiVersion, kind } = value as unknown as ObjectKey;
  return { apiVersion, kind, namespace: namespace ?? "default", name: name ?? "" };
}
