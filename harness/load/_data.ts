import type { Json, JsonObject, Problem } from "../model/index.ts";
import { expand } from "./_glob.ts";
import { inexactNumber } from "./_numbers.ts";
import { readText } from "./_read.ts";
import type { Root } from "./_root.ts";
import { splitDocuments } from "./_split.ts";
import { parseDocument, readValue } from "./_yaml.ts";
import type { LoadedConfig } from "./config.ts";

/** The documents under `data` in Rego: the files' mappings side by side. A key that two files have is a problem. */
export function loadData(
  root: Root,
  { config, written }: LoadedConfig,
): { readonly data?: JsonObject; readonly problems: readonly Problem[] } {
  const globs = config.data.map((glob, index) => ({
    glob,
    place: written?.placeOf(["data", String(index)]) ?? { path: "assay.yaml" },
  }));
  const expanded = expand(root, globs);
  const problems = [...expanded.problems];
  const data: [key: string, value: Json][] = [];
  const owners = new Map<string, string>();
  for (const path of expanded.files) {
    const read = readMapping(root, path);
    if ("problem" in read) {
      problems.push(read.problem);
      continue;
    }
    for (const [key, value] of Object.entries(read.value)) {
      const owner = owners.get(key);
      if (owner !== undefined)
        problems.push({
          code: "bad-config",
          message: `\`data.${key}\` is in \`${owner}\` and in \`${path}\``,
          place: { path },
        });
      owners.set(key, path);
      data.push([key, value]);
    }
  }
  return config.data.length === 0 ? { problems } : { data: Object.fromEntries(data), problems };
}

function readMapping(root: Root, path: string): { readonly value: JsonObject } | { readonly problem: Problem } {
  const file = readText(root, path);
  if ("code" in file) return { problem: file };
  const [first, second] = splitDocuments(file.text);
  if (first === undefined || second !== undefined) {
    return { problem: { code: "bad-file", message: `\`${path}\` must hold one document of data`, place: { path } } };
  }
  const document = parseDocument(first, path);
  if ("code" in document) return { problem: document };
  const value = readValue(document);
  if ("code" in value) return { problem: value };
  const inexact = inexactNumber(document, value.value);
  if (inexact !== undefined) return { problem: inexact };
  if (document.root.kind === "mapping") return { value: value.value as JsonObject };
  return {
    problem: {
      code: "bad-file",
      message: "data must be a mapping, as its keys stand below `data`",
      place: document.placeOf(document.root.start),
    },
  };
}
