import { relative, resolve, sep } from "node:path";
import type { Case, Json, JsonObject, Problem, Request, World } from "../model/index.ts";
import { readText, systemWords } from "./_read.ts";
import { openRoot, type Root } from "./_root.ts";
import { walk } from "./_walk.ts";

/** Trials that a corpus holds for a control, as cases that expect nothing that could come true. */
export interface LoadedCorpus {
  readonly cases: readonly Case[];
  readonly problems: readonly Problem[];
}

/** Reads what a corpus, a folder that need not be there yet, holds for a control. A broken file is a problem; the rest is there. */
export function loadCorpus(root: string, folder: string, control: string): LoadedCorpus {
  const absolute = resolve(root, folder);
  let corpus: Root;
  try {
    corpus = openRoot(absolute);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { cases: [], problems: [] };
    const message = `the corpus \`${folder}\` cannot be read: ${systemWords(error)}`;
    return { cases: [], problems: [{ code: "bad-file", message, place: { path: folder } }] };
  }
  const shown = (file: string): string => shownFrom(root, resolve(absolute, file));
  const { files, problems } = walk(corpus, corpusFolder(control));
  const read = files
    .filter((file) => file.endsWith(".json"))
    .map((file) => readTrial(corpus, file, control, shown(file)));
  return {
    cases: read.flatMap((one) => ("case" in one ? [one.case] : [])),
    problems: [
      ...problems.map((problem) => placedAt(problem, shown)),
      ...read.flatMap((one) => ("problem" in one ? [one.problem] : [])),
    ],
  };
}

/** The folder of a control in a corpus. */
export function corpusFolder(control: string): string {
  return encodeURIComponent(control).replace(/^\./, "%2E");
}

/** The name of the case that a file of a corpus is. */
export function corpusCase(file: string): string {
  return `corpus/${file}`;
}

// --- internal ---

type Read = { readonly case: Case } | { readonly problem: Problem };

function readTrial(corpus: Root, file: string, control: string, path: string): Read {
  const broken = (what: string): Read => ({
    problem: {
      code: "bad-file",
      message: `\`${path}\` is no trial of a corpus: ${what}`,
      place: { path },
      hint: "remove the file; what it reached is found again",
    },
  });
  const read = readText(corpus, file);
  if ("code" in read) return { problem: { ...read, message: read.message.replace(file, path), place: { path } } };
  let value: Json;
  try {
    value = JSON.parse(read.text) as Json;
  } catch (error) {
    return broken(`it is not JSON (${(error as Error).message.replaceAll("\n", "\\n")})`);
  }
  const flaw = flawOf(value);
  if (flaw !== undefined) return broken(flaw);
  const { request, world } = value as unknown as { readonly request: Request; readonly world: World };
  const name = corpusCase(file.slice(file.lastIndexOf("/") + 1));
  return { case: { control, name, place: { path }, request, world, expect: { decision: "error" } } };
}

const requestKeys: Readonly<Record<string, string>> = {
  operation: "string",
  object: "object",
  oldObject: "object",
  subResource: "string",
  resource: "object",
  kind: "object",
  name: "string",
  namespace: "string",
  user: "object",
  options: "object",
  dryRun: "boolean",
};

const worldKeys: Readonly<Record<string, string>> = {
  kubernetes: "string",
  namespaces: "list",
  objects: "list",
  crds: "list",
  rules: "list",
  params: "object",
  validate: "boolean",
  serviceAccount: "boolean",
  raw: "boolean",
};

function flawOf(value: Json): string | undefined {
  const trial = flawIn("it", value, { request: "object", world: "object" });
  if (trial !== undefined) return trial;
  const { request, world } = value as { readonly request?: JsonObject; readonly world?: JsonObject };
  if (request === undefined || world === undefined) return "`request` or `world` is missing";
  const deeper = flawIn("`request`", request, requestKeys) ?? flawIn("`world`", world, worldKeys);
  if (deeper !== undefined) return deeper;
  const { operation, object, oldObject } = request;
  if (!["CREATE", "UPDATE", "DELETE", "CONNECT"].includes(String(operation))) return "`request.operation` is none";
  const sources = [object, oldObject].filter((source) => source !== undefined) as readonly JsonObject[];
  if (sources.length === 0) return "it has no object";
  return sources.some((source) => kindOf(source["json"]) !== "object")
    ? "an object is missing below `json`"
    : undefined;
}

function flawIn(name: string, value: Json, keys: Readonly<Record<string, string>>): string | undefined {
  if (kindOf(value) !== "object") return `${name} is not an object`;
  for (const [key, inside] of Object.entries(value as JsonObject)) {
    if (!Object.hasOwn(keys, key)) return `${name} has the unknown key \`${key}\``;
    if (kindOf(inside) !== keys[key])
      return `\`${key}\` must be ${keys[key] === "list" ? "a list" : `of type ${keys[key]}`}`;
  }
  return undefined;
}

function kindOf(value: Json | undefined): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

function placedAt(problem: Problem, shown: (file: string) => string): Problem {
  return problem.place === undefined ? problem : { ...problem, place: { path: shown(problem.place.path) } };
}

function shownFrom(root: string, file: string): string {
  const inside = relative(root, file);
  return (inside.startsWith("..") ? file : inside).split(sep).join("/");
}
