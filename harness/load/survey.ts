import type { Json, JsonObject, Place, Problem, SourceFile } from "../model/index.ts";
import { readObjects } from "./_manifest.ts";
import { isRegoTest, readSources } from "./_policies.ts";
import { readText, systemWords } from "./_read.ts";
import { openRoot, type Root } from "./_root.ts";
import { type DocumentText, splitDocuments } from "./_split.ts";
import { type DocumentKind, documentKind } from "./_survey-kinds.ts";
import { walk } from "./_walk.ts";
import { parseDocument, readValue } from "./_yaml.ts";

/** What lies in a folder, before anything says what it is for. */
export interface Survey {
  /** Absolute path of the folder. */
  readonly root: string;
  /** Documents that something here can use, by path and line. */
  readonly documents: readonly SurveyedDocument[];
  /** Rego but its unit tests. */
  readonly rego: readonly SourceFile[];
  /** Unit tests in Rego. */
  readonly regoTests: readonly SourceFile[];
  /** Folders of Helm charts; their templates are not read. */
  readonly charts: readonly string[];
  /** Folders with a kustomization. */
  readonly kustomizations: readonly string[];
  /** The files that were asked for by name, where they are there. */
  readonly files: Readonly<Record<string, string>>;
  /** What looks like a manifest and cannot be read, and what cannot be followed. */
  readonly problems: readonly Problem[];
}

/** One document of a YAML or JSON file. */
export interface SurveyedDocument {
  readonly is: DocumentKind;
  readonly place: Place;
  /** As it is written, comments and all. */
  readonly text: string;
  /** Line of the file on which the text begins. */
  readonly line: number;
  readonly value: JsonObject;
  /** Whether it is the only one of its file. */
  readonly alone: boolean;
}

/**
 * Reads what is in a folder. `files` are further files to read, which may have names that begin with a dot.
 */
export function survey(folder: string, files: readonly string[]): Survey | Problem {
  let root: Root;
  try {
    root = openRoot(folder);
  } catch (error) {
    const words = systemWords(error).replace("no such file", "no such folder");
    const message = `the folder \`${folder}\` cannot be read: ${words}`;
    return { code: "bad-file", message, place: { path: folder } };
  }
  const walked = walk(root, ".");
  const charts = foldersOf(walked.files, /^Chart\.ya?ml$/);
  const own = walked.files.filter((path) => !charts.some((chart) => isIn(joined(chart, "templates"), path)));
  const rego = readSources(
    root,
    own.filter((path) => path.endsWith(".rego")),
  );
  const read = own.filter((path) => /\.(ya?ml|json)$/.test(path)).map((path) => readDocuments(root, path));
  return {
    root: root.path,
    documents: read.flatMap(({ documents }) => documents),
    rego: rego.sources.filter(({ path }) => !isRegoTest(path)),
    regoTests: rego.sources.filter(({ path }) => isRegoTest(path)),
    charts,
    kustomizations: foldersOf(walked.files, /^kustomization\.ya?ml$/),
    files: readNamed(root, files),
    problems: [...walked.problems, ...rego.problems, ...read.flatMap(({ problems }) => problems)],
  };
}

// --- internal ---

interface ReadFile {
  readonly documents: readonly SurveyedDocument[];
  readonly problems: readonly Problem[];
}

/** Reading a whole repository is mostly reading files of no concern: only what has the words of a manifest or a suite is parsed. */
const ofConcern = /\bkind["']?\s*:|\btestSuites["']?\s*:|\bresults["']?\s*:/;

function readDocuments(root: Root, path: string): ReadFile {
  const file = readText(root, path);
  if ("code" in file) return { documents: [], problems: [file] };
  if (!ofConcern.test(file.text)) return { documents: [], problems: [] };
  const found = splitDocuments(file.text);
  const read = found.map((source) => readDocument(source, path));
  const documents = read.flatMap((each) => each.documents);
  return {
    documents: documents.map((document) => ({ ...document, alone: documents.length === 1 })),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function readDocument(source: DocumentText, path: string): ReadFile {
  const document = parseDocument(source, path);
  if ("code" in document) return { documents: [], problems: [document] };
  const read = readValue(document);
  if ("code" in read) return { documents: [], problems: [read] };
  const is = documentKind(path, read.value);
  if (is === undefined) return { documents: [], problems: [] };
  const value = read.value as JsonObject;
  if (value["kind"] === "List") return readItems(source, path, value);
  const place = document.placeOf(document.root.start);
  return { documents: [{ is, place, text: source.text, line: source.line, value, alone: true }], problems: [] };
}

/** kubectl takes a `List` for its items. */
function readItems(source: DocumentText, path: string, { items }: JsonObject): ReadFile {
  const values: readonly Json[] = Array.isArray(items) ? items : [];
  const documents = readObjects(source, path).flatMap((one, index): readonly SurveyedDocument[] => {
    const value = values[index] ?? null;
    const is = documentKind(path, value);
    if ("problem" in one || "json" in one.object || is === undefined) return [];
    const { line = 1 } = one.place;
    return [{ is, place: one.place, text: one.object.text, line, value: value as JsonObject, alone: false }];
  });
  return { documents, problems: [] };
}

function readNamed(root: Root, paths: readonly string[]): Readonly<Record<string, string>> {
  const there = paths.filter((path) => root.isThere(path));
  return Object.fromEntries(readSources(root, there).sources.map(({ path, text }) => [path, text]));
}

function foldersOf(files: readonly string[], name: RegExp): readonly string[] {
  return files.flatMap((path) => {
    const segments = path.split("/");
    return name.test(segments.at(-1) ?? "") ? [segments.slice(0, -1).join("/") || "."] : [];
  });
}

function joined(folder: string, name: string): string {
  return folder === "." ? name : `${folder}/${name}`;
}

function isIn(folder: string, path: string): boolean {
  return path.startsWith(`${folder}/`);
}
