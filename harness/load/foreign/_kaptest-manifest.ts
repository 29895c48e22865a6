import { posix } from "node:path";
import type { Place, Problem } from "../../model/index.ts";
import { readText } from "../_read.ts";
import type { Root } from "../_root.ts";
import { schemaProblems } from "../_schema.ts";
import { splitDocuments } from "../_split.ts";
import { startOf } from "../_tree.ts";
import { parseDocument, readValue, type YamlDocument } from "../_yaml.ts";
import { type ObjectDocument, readDocuments } from "./_documents.ts";

/** A manifest of kaptest, of its format. */
export interface KaptestManifest {
  readonly validatingAdmissionPolicies: readonly string[];
  readonly resources: readonly string[];
  readonly testSuites: readonly { readonly policy: string; readonly tests: readonly KaptestTest[] }[];
}

export interface KaptestTest {
  readonly object?: KaptestName;
  readonly oldObject?: KaptestName;
  readonly param?: { readonly namespace?: string; readonly name: string };
  readonly userInfo?: {
    readonly name?: string;
    readonly groups?: readonly string[];
    readonly extra?: Readonly<Record<string, readonly string[]>>;
  };
  readonly expect: "admit" | "deny" | "error" | "skip";
}

/** Which of the resources: what is not said may be anything. */
export interface KaptestName {
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** A manifest with what it names, and the places of what it says. */
export interface ReadManifest {
  readonly manifest: KaptestManifest;
  readonly path: string;
  /** Policies and what else stands in their files, bindings among them. */
  readonly policies: readonly ObjectDocument[];
  readonly resources: readonly ObjectDocument[];
  placeOf(keys: readonly (string | number)[]): Place;
  /** What is wrong with it, and did not keep it from being read. */
  readonly problems: readonly Problem[];
}

/** Reads a manifest and the files that it names. What is not of the format is a problem; of one with keys that mean nothing the rest is read. */
export function readManifest(root: Root, path: string): ReadManifest | readonly Problem[] {
  const document = documentOf(root, path);
  if (!("root" in document)) return document;
  const read = readValue(document);
  if ("code" in read) return [read];
  const problems = schemaProblems("kaptest", document, read.value);
  if (problems.some(({ message }) => !message.startsWith("unknown key"))) return problems;
  const manifest = read.value as unknown as KaptestManifest;
  const placeOf = (keys: readonly (string | number)[]): Place =>
    document.placeOf(startOf(document.root, keys.map(String)));
  const filesOf = (key: "validatingAdmissionPolicies" | "resources"): ReturnType<typeof readDocuments> =>
    readDocuments(
      root,
      posix.dirname(path),
      manifest[key].map((one, index) => ({ path: one, place: placeOf([key, index]) })),
    );
  const [policies, resources] = [filesOf("validatingAdmissionPolicies"), filesOf("resources")];
  return {
    manifest,
    path,
    policies: policies.documents,
    resources: resources.documents,
    placeOf,
    problems: [...problems, ...policies.problems, ...resources.problems],
  };
}

// --- internal ---

function documentOf(root: Root, path: string): YamlDocument | readonly Problem[] {
  const file = readText(root, path);
  if ("code" in file) return [file];
  const [first, second] = splitDocuments(file.text);
  if (first === undefined) return [{ code: "bad-file", message: `\`${path}\` holds no manifest`, place: { path } }];
  if (second !== undefined) {
    const message = `\`${path}\` has more than one document, and kaptest reads the first alone`;
    const place = { path, line: second.line };
    return [{ code: "bad-case", message, place, hint: "put the others into files of their own" }];
  }
  const document = parseDocument(first, path);
  return "code" in document ? [document] : document;
}
