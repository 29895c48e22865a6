import type { Json, JsonObject, Place, Problem } from "../../model/index.ts";
import { schemaProblems } from "../_schema.ts";
import { type DocumentText, splitDocuments } from "../_split.ts";
import { startOf } from "../_tree.ts";
import { parseDocument, readValue } from "../_yaml.ts";
import type { NamedFile } from "./_documents.ts";

/** What a Test of the kyverno CLI says, of its format. */
export interface KyvernoTest {
  readonly metadata?: { readonly name?: string };
  readonly name?: string;
  readonly policies: readonly string[];
  readonly resources?: readonly string[];
  readonly paramResources?: readonly string[];
  readonly exceptions?: readonly string[];
  readonly clusterResources?: readonly string[];
  readonly variables?: string;
  readonly values?: KyvernoValues;
  readonly userinfo?: string;
  readonly context?: string;
  readonly apiCallResponses?: readonly Json[];
  readonly globalContextEntries?: readonly JsonObject[];
  readonly results: readonly KyvernoResult[];
}

/** Variables of policies and labels of namespaces, in a file or in the Test itself. */
export interface KyvernoValues {
  readonly globalValues?: JsonObject;
  readonly policies?: readonly { readonly name: string; readonly rules?: readonly Json[] }[];
  readonly namespaceSelector?: readonly { readonly name: string; readonly labels?: JsonObject }[];
  readonly namespaces?: readonly JsonObject[];
}

/** What is expected of one policy, or of a rule of it, for some resources. */
export interface KyvernoResult {
  readonly policy: string;
  readonly rule?: string;
  readonly kind?: string;
  readonly result: "pass" | "fail" | "skip" | "warn" | "error";
  readonly resources?: readonly string[];
  readonly resourceSpecs?: readonly {
    readonly group?: string;
    readonly version?: string;
    readonly kind?: string;
    readonly namespace?: string;
    readonly subresource?: string;
    readonly name?: string;
  }[];
  readonly operation?: "" | "CREATE" | "UPDATE" | "DELETE";
  readonly patchedResources?: string;
  readonly generatedResource?: string;
  readonly generatedResources?: readonly string[];
  readonly cloneSourceResource?: string;
}

/** A Test as read, with the places of what it says. */
export interface ReadTest {
  readonly test: KyvernoTest;
  /** Place of what a path of keys leads to. */
  placeOf(keys: readonly (string | number)[]): Place;
  /** Files that it names under a key, a list of them or one. */
  named(key: string): readonly NamedFile[];
  /** What is wrong with it, and did not keep it from being read. */
  readonly problems: readonly Problem[];
}

/** The Tests of a file, a document each. One that is not of the format is a problem, but for keys that mean nothing: the rest of it is read. */
export function readTests(path: string, text: string): readonly (ReadTest | readonly Problem[])[] {
  const documents = splitDocuments(text);
  if (documents.length > 0) return documents.map((document) => readTest(path, document));
  const message = `\`${path}\` holds no Test`;
  return [[{ code: "bad-file", message, place: { path }, hint: "write a Test, or remove the file" }]];
}

// --- internal ---

function readTest(path: string, source: DocumentText): ReadTest | readonly Problem[] {
  const document = parseDocument(source, path);
  if ("code" in document) return [document];
  const read = readValue(document);
  if ("code" in read) return [read];
  const problems = schemaProblems("kyverno-test", document, read.value);
  if (problems.some(({ message }) => !message.startsWith("unknown key"))) return problems;
  const test = read.value as unknown as KyvernoTest;
  const placeOf = (keys: readonly (string | number)[]): Place =>
    document.placeOf(startOf(document.root, keys.map(String)));
  const named = (key: string): readonly NamedFile[] => {
    const value = (test as unknown as Readonly<Record<string, string | readonly string[] | undefined>>)[key];
    if (value === undefined) return [];
    if (typeof value === "string") return [{ path: value, place: placeOf([key]) }];
    return value.map((one, index) => ({ path: one, place: placeOf([key, index]) }));
  };
  return { test, placeOf, named, problems };
}
