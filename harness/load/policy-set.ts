import { basename, dirname, isAbsolute, relative, resolve, sep } from "node:path";
import type { Policy, Problem, SourceFile } from "../model/index.ts";
import { loadData } from "./_data.ts";
import { isRegoTest, readSources, regoPart } from "./_policies.ts";
import { systemWords } from "./_read.ts";
import { openRoot, type Root } from "./_root.ts";
import { walk } from "./_walk.ts";
import type { Project } from "./project.ts";

/** The engines whose policies can be named by a path. */
export type PathEngine = "rego" | "topdown" | "cel" | "podsecurity";

/** Policies that lie at a path, taken as one. */
export interface PolicySet {
  readonly policy?: Policy;
  readonly problems: readonly Problem[];
}

/**
 * The policy that a file, or every file below a folder, makes; beside the project's library and data where it is Rego. The path may lead out of
 * the project: two revisions of a repository are two folders.
 */
export function loadPolicySet(
  project: Project,
  { path, engine }: { readonly path: string; readonly engine?: PathEngine },
): PolicySet {
  const found = filesAt(project, path);
  if ("problem" in found) return { problems: [found.problem] };
  const chosen = engine ?? engineOf(found.files);
  const wanted = found.files.filter((file) => !isRegoTest(file) && extensionOf(chosen).test(file));
  const { sources, problems } = readSources(found.root, wanted);
  const named = sources.map(({ path: file, text }) => ({ path: found.name(file), text }));
  if (named.length === 0) return { problems: [...found.problems, ...problems, noPolicy(path, chosen)] };
  const policy: Policy = { control: path, engine: chosen, sources: named, ...regoParts(project, chosen, named) };
  return { policy, problems: [...found.problems, ...problems] };
}

// --- internal ---

interface Found {
  readonly root: Root;
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
  /** A file as messages show it. */
  readonly name: (file: string) => string;
}

function filesAt(project: Project, path: string): Found | { readonly problem: Problem } {
  const absolute = resolve(project.root, path);
  try {
    const whole = openRoot(dirname(absolute));
    const at = basename(absolute);
    const isFolder = whole.isFolder(at);
    const root = isFolder ? openRoot(absolute) : whole;
    if (!isFolder && !whole.isThere(at)) return { problem: nothingAt(path, "there is no such file or folder") };
    const { files, problems } = isFolder ? walk(root, ".") : { files: [at], problems: [] };
    return { root, files, problems, name: (file) => shown(project.root, resolve(root.path, file)) };
  } catch (error) {
    return { problem: nothingAt(path, systemWords(error)) };
  }
}

function shown(root: string, file: string): string {
  const inside = relative(root, file);
  const path = inside.startsWith("..") || isAbsolute(inside) ? file : inside;
  return path.split(sep).join("/");
}

function engineOf(files: readonly string[]): PathEngine {
  return files.some((file) => file.endsWith(".rego")) ? "rego" : "cel";
}

function extensionOf(engine: PathEngine): RegExp {
  return engine === "rego" || engine === "topdown" ? /\.rego$/ : /\.(ya?ml|json)$/;
}

function regoParts(project: Project, engine: PathEngine, own: readonly SourceFile[]): Partial<Policy> {
  if (engine !== "rego" && engine !== "topdown") return {};
  const root = openRoot(project.root);
  const files = walk(root, project.config.library).files.filter((file) => file.endsWith(".rego") && !isRegoTest(file));
  const library = readSources(root, files).sources.filter(({ path }) => !own.some((source) => source.path === path));
  const { data } = loadData(root, { config: project.config, problems: [] });
  return regoPart({ config: project.config, shared: { library, ...(data === undefined ? {} : { data }) } });
}

function noPolicy(path: string, engine: PathEngine): Problem {
  const what = engine === "rego" || engine === "topdown" ? ".rego file" : ".yaml, .yml or .json file";
  return { code: "nothing-found", message: `\`${path}\` holds no ${what}`, place: { path } };
}

function nothingAt(path: string, words: string): Problem {
  return { code: "nothing-found", message: `\`${path}\` cannot be read: ${words}`, place: { path } };
}
