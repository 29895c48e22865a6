import type { KnownDifference, Problem } from "../model/index.ts";
import { readText } from "./_read.ts";
import type { Root } from "./_root.ts";
import { schemaProblems } from "./_schema.ts";
import { splitDocuments } from "./_split.ts";
import { startOf } from "./_tree.ts";
import { parseDocument, readValue, type YamlDocument } from "./_yaml.ts";
import type { LoadedConfig } from "./config.ts";

/** The differences that are listed as known. */
export interface LoadedDifferences {
  readonly known: readonly KnownDifference[];
  readonly problems: readonly Problem[];
}

/** Reads the list of known differences; no file is an empty list, unless the configuration names it. */
export function loadKnownDifferences(root: Root, { config, written }: LoadedConfig): LoadedDifferences {
  const path = config.knownDifferences;
  if (written?.keys.knownDifferences === undefined && !root.isThere(path)) return { known: [], problems: [] };
  const file = readText(root, path);
  if ("code" in file) return failed(file);
  const [first, second] = splitDocuments(file.text);
  if (first === undefined) return { known: [], problems: [] };
  if (second !== undefined) {
    const message = `\`${path}\` has more than one document`;
    return failed({ code: "bad-config", message, place: { path, line: second.line } });
  }
  const document = parseDocument(first, path);
  if ("code" in document) return failed(document);
  const value = readValue(document);
  if ("code" in value) return failed(value);
  const problems = schemaProblems("known-differences", document, value.value);
  if (problems.length > 0) return { known: [], problems };
  return checked(value.value as unknown as readonly Written[], document);
}

// --- internal ---

type Written = Omit<KnownDifference, "place">;

function failed(problem: Problem): LoadedDifferences {
  return { known: [], problems: [problem] };
}

function checked(entries: readonly Written[], document: YamlDocument): LoadedDifferences {
  const known: KnownDifference[] = [];
  const problems: Problem[] = [];
  for (const [index, entry] of entries.entries()) {
    const place = document.placeOf(startOf(document.root, [String(index)]));
    const flaw = flawOf(entry);
    if (flaw === undefined) known.push({ ...entry, place });
    else problems.push({ code: "bad-config", ...flaw, place });
  }
  return { known, problems };
}

function flawOf({ case: one, property, engines }: Written): Pick<Problem, "message" | "hint"> | undefined {
  if (one === undefined && property === undefined)
    return { message: "`case` or `property` is missing", hint: "name the case on which the engines differ" };
  if (one !== undefined && property !== undefined)
    return { message: "`case` and `property` are two differences", hint: "make an entry for each" };
  if (one !== undefined && new Set(engines).size !== 2)
    return { message: "a case needs two engines that differ", hint: "write them as `engines: [rego, cel]`" };
  return undefined;
}
