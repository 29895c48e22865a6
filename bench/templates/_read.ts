import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { Engines } from "../../harness/engine/index.ts";
import type { SourceFile } from "../../harness/model/index.ts";

/** A template of a library that has Rego and CEL, with its sample Constraints. */
export interface Template {
  /** Its folder in the library. */
  readonly id: string;
  readonly sources: readonly SourceFile[];
}

/** What is found in a library. */
export interface Library {
  readonly templates: readonly Template[];
  /** Templates that have one form only. */
  readonly others: number;
}

/** Reads every `template.yaml` below the folder, with `samples/<name>/constraint.yaml` beside it. */
export async function readLibrary(folder: string, engines: Engines): Promise<Library> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.split(sep).at(-1) === "template.yaml")
    .sort();
  const found = await Promise.all(files.map((file) => readTemplate(folder, dirname(file), engines)));
  const templates = found.filter((one) => one !== undefined);
  return { templates, others: files.length - templates.length };
}

// --- internal ---

const both = ["K8sNativeValidation", "Rego"];

async function readTemplate(folder: string, id: string, engines: Engines): Promise<Template | undefined> {
  const template = sourceOf(folder, join(folder, id, "template.yaml"));
  const { value } = await engines.read(template.text);
  const text = JSON.stringify(value?.documents.map(({ object }) => object) ?? []);
  if (!both.every((engine) => text.includes(`"engine":"${engine}"`))) return undefined;
  const samples = join(folder, id, "samples");
  const constraints = existsSync(samples)
    ? readdirSync(samples)
        .sort()
        .map((name) => join(samples, name, "constraint.yaml"))
        .filter((path) => existsSync(path))
        .map((path) => sourceOf(folder, path))
    : [];
  return { id: id.split(sep).join("/"), sources: [template, ...(await unlike(constraints, engines))] };
}

function sourceOf(folder: string, path: string): SourceFile {
  return { path: relative(folder, path), text: readFileSync(path, "utf8") };
}

/** Of Constraints of one name the first: a cluster holds one. */
async function unlike(constraints: readonly SourceFile[], engines: Engines): Promise<readonly SourceFile[]> {
  const named = await Promise.all(
    constraints.map(async (source) => {
      const { value } = await engines.read(source.text);
      return [JSON.stringify(value?.documents[0]?.object?.["metadata"]), source] as const;
    }),
  );
  return [...new Map(named.toReversed()).values()].toReversed();
}
