import type { Case, Decision, Problem } from "../model/index.ts";
import { isEmptyDocument, splitDocuments } from "./_split.ts";
import { parseDocument } from "./_yaml.ts";

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

/** The cases of a plain manifest: each document is an object that is created, and the folder says what must happen. */
export function manifestCases(file: CaseFile): LoadedCases {
  const decision = decisionOf(file.path);
  if (decision === undefined) return { cases: [], problems: [noDecision(file.path)] };
  const documents = splitDocuments(file.text).filter(({ text, dropped }) => !isEmptyDocument(text) || dropped !== undefined);
  if (documents.length === 0) return { cases: [], problems: [emptyFile(file.path)] };
  const cases: Case[] = [];
  const problems: Problem[] = [];
  for (const [index, source] of documents.entries()) {
    const place = { path: file.path, line: source.line };
    if (source.dropped !== undefined) {
      problems.push({ code: "bad-yaml", message: `kubectl drops \`${source.dropped}\`, which stands behind \`---\``, place: { ...place, line: source.line - 1 }, hint: "put it on a line of its own" });
      continue;
    }
    const document = parseDocument(source, file.path);
    if ("code" in document) problems.push(document);
    else if (document.root.kind !== "mapping") problems.push(noObject(document.root.kind, document.placeOf(document.root.start)));
    else {
      const name = index === 0 ? baseName(file.path) : `${baseName(file.path)}#${index + 1}`;
      cases.push({ control: file.control, name, place: document.placeOf(document.root.start), request: { operation: "CREATE", object: { text: source.text } }, world: {}, expect: { decision } });
    }
  }
  return { cases, problems };
}

function decisionOf(path: string): Decision | undefined {
  const folder = path.split("/").slice(0, -1).findLast((segment) => segment === "allow" || segment === "deny");
  return folder === "allow" || folder === "deny" ? folder : undefined;
}

function baseName(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/\.[a-z]+$/, "");
}

function noDecision(path: string): Problem {
  const message = `nothing says whether \`${path}\` must be allowed or denied`;
  return { code: "bad-case", message, place: { path }, hint: "move it into `allow/` or `deny/`, or make it a `*.case.yaml`" };
}

function emptyFile(path: string): Problem {
  return { code: "bad-file", message: `\`${path}\` holds no object`, place: { path }, hint: "write a manifest or remove the file" };
}

function noObject(kind: string, place: { readonly path: string }): Problem {
  const what = kind === "sequence" ? "a list" : "a single value";
  return { code: "bad-yaml", message: `a manifest must be a mapping, but this is ${what}`, place, hint: "write apiVersion, kind and metadata" };
}
