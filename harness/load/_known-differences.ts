import type { KnownDifference, Problem } from "../model/index.ts";
import { onlyDocument } from "./_only-document.ts";
import { readText } from "./_read.ts";
import type { Root } from "./_root.ts";
import { startOf } from "./_tree.ts";
import type { YamlDocument } from "./_yaml.ts";
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
  if ("code" in file) return { known: [], problems: [file] };
  const read = onlyDocument({ path, text: file.text }, "known-differences");
  if ("empty" in read) return { known: [], problems: [] };
  if ("problems" in read) return { known: [], problems: read.problems };
  return checked(read.value as unknown as readonly Written[], read.document);
}

// --- internal ---

type Written = Omit<KnownDifference, "place">;

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
