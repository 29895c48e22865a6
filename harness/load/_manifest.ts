import type { Case, Decision, ObjectSource, Place, Problem } from "../model/index.ts";
import { sourceOf } from "./_slice.ts";
import { type DocumentText, splitDocuments } from "./_split.ts";
import { entryOf, type YamlNode } from "./_tree.ts";
import { parseDocument, type YamlDocument } from "./_yaml.ts";

/** A file of cases, read. */
export interface CaseFile {
  readonly control: string;
  readonly path: string;
  readonly text: string;
}

/** Cases with what is wrong in their file. */
export interface LoadedCases {
  readonly cases: readonly Case[];
  readonly problems: readonly Problem[];
}

/** The cases of a plain manifest: each object is created, and the folder says what must happen. */
export function manifestCases(file: CaseFile): LoadedCases {
  const decision = decisionOf(file.path);
  if (decision === undefined) return { cases: [], problems: [noDecision(file.path)] };
  const read = splitDocuments(file.text).flatMap((source) => readObjects(source, file.path));
  if (read.length === 0) return { cases: [], problems: [emptyFile(file.path)] };
  const cases = read.flatMap((one, index): readonly Case[] => {
    if ("problem" in one) return [];
    const name = index === 0 ? baseName(file.path) : `${baseName(file.path)}#${index + 1}`;
    const request = { operation: "CREATE", object: one.object } as const;
    return [{ control: file.control, name, place: one.place, request, world: {}, expect: { decision } }];
  });
  return { cases, problems: read.flatMap((one) => ("problem" in one ? [one.problem] : [])) };
}

type Read = { readonly object: ObjectSource; readonly place: Place } | { readonly problem: Problem };

/** The objects of a document: its own, or the items of a `List`. */
export function readObjects(source: DocumentText, path: string): readonly Read[] {
  const document = parseDocument(source, path);
  if ("code" in document) return [{ problem: document }];
  const { root } = document;
  const place = document.placeOf(root.start);
  if (root.kind !== "mapping") return [{ problem: noObject(root.kind, place) }];
  const items = itemsOf(document);
  return items === undefined
    ? [{ object: { text: source.text }, place }]
    : items.map((item) => readItem(document, item));
}

/** kubectl applies the items of a `List`, each by itself. */
function itemsOf(document: YamlDocument): readonly YamlNode[] | undefined {
  if (!isList(document, document.root)) return undefined;
  const items = entryOf(document.root, "items");
  return items === undefined || items.kind === "sequence" ? (items?.items ?? []) : undefined;
}

function isList({ text }: YamlDocument, node: YamlNode): boolean {
  const kind = entryOf(node, "kind");
  return kind !== undefined && text.slice(kind.start, kind.end).replace(/^["']/, "") === "List";
}

function readItem(document: YamlDocument, item: YamlNode): Read {
  const place = document.placeOf(item.start);
  if (isList(document, item)) return { problem: listInList(place) };
  const text = sourceOf(document, item);
  if (text !== undefined) return { object: { text }, place };
  if (item.kind === "sequence" || item.kind === "scalar") return { problem: noObject(item.kind, place) };
  return {
    problem: { code: "bad-yaml", message: "this item uses an anchor of another item", place, hint: "write it out" },
  };
}

function listInList(place: Place): Problem {
  return {
    code: "bad-yaml",
    message: "this item is a `List` itself, which kubectl does not take",
    place,
    hint: "put its items into the outer list",
  };
}

function decisionOf(path: string): Decision | undefined {
  const folder = path
    .split("/")
    .slice(0, -1)
    .findLast((segment) => segment === "allow" || segment === "deny");
  return folder === "allow" || folder === "deny" ? folder : undefined;
}

function baseName(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/\.[a-z]+$/, "");
}

function noDecision(path: string): Problem {
  const message = `nothing says whether \`${path}\` must be allowed or denied`;
  return {
    code: "bad-case",
    message,
    place: { path },
    hint: "move it into `allow/` or `deny/`, or make it a `*.case.yaml`",
  };
}

function emptyFile(path: string): Problem {
  return {
    code: "bad-file",
    message: `\`${path}\` holds no object`,
    place: { path },
    hint: "write a manifest or remove the file",
  };
}

function noObject(kind: string, place: { readonly path: string }): Problem {
  const what = kind === "sequence" ? "a list" : "a single value";
  return {
    code: "bad-yaml",
    message: `a manifest must be a mapping, but this is ${what}`,
    place,
    hint: "write apiVersion, kind and metadata",
  };
}
