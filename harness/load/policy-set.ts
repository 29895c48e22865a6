import { basename, dirname, isAbsolute, relative, resolve, sep } from "node:path";
import type { Policy, Problem, SourceFile } from "../model/index.ts";
import { isPartFile } from "./_control-files.ts";
import { loadData } from "./_data.ts";
import { isRegoTest, readSources, regoPart } from "./_policies.ts";
import { systemWords } from "./_read.ts";
import { openRoot, type Root } from "./_root.ts";
import { ofGatekeeper } from "./_templates.ts";
import { walk } from "./_walk.ts";
import type { Project } from "./project.ts";

/** The engines whose policies can be named by a path. */
export type PathEngine = "rego" | "topdown" | "cel" | "podsecurity" | "gatekeeper" | "kyverno";

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
  const { made, problems } = policyAt(found, { path, engine, project });
  if (typeof made !== "string")
    return { policy: { control: path, ...made }, problems: [...found.problems, ...problems] };
  const message = `\`${path}\` holds no ${made}`;
  return { problems: [...found.problems, ...problems, { code: "nothing-found", message, place: { path } }] };
}

// --- internal ---

interface Asked {
  readonly path: string;
  readonly engine: PathEngine | undefined;
  readonly project: Project;
}

/** A policy without its control, or what was looked for in vain. */
interface Made {
  readonly made: Omit<Policy, "control"> | string;
  readonly problems: readonly Problem[];
}

/** The policy in the files, for the engine that is asked for or for the one that they are written for. */
function policyAt(found: Found, { engine, project }: Asked): Made {
  if (engine !== undefined && !isRego(engine)) return ofManifests(found, engine);
  const { sources, problems } = readFiles(found, (file) => file.endsWith(".rego") && !isRegoTest(file));
  if (sources.length > 0)
    return { made: { engine: engine ?? "rego", sources, ...regoParts(project, sources) }, problems };
  return problems.length > 0 ? { made: ".rego file", problems } : ofManifests(found, engine);
}

function ofManifests(found: Found, engine: PathEngine | undefined): Made {
  const { sources, problems } = readFiles(found, (file) => isPartFile("cel", file));
  const templates = engine === "podsecurity" || engine === "kyverno" ? [] : templatesFor(engine, sources);
  if (templates.length > 0) {
    const from = engine === undefined || engine === "gatekeeper" ? {} : { from: "gatekeeper" as const };
    return { made: { engine: engine ?? "gatekeeper", sources: templates, ...from }, problems };
  }
  if (engine === "gatekeeper") return { made: "ConstraintTemplate", problems };
  if (engine !== undefined && isRego(engine)) return { made: ".rego file and no ConstraintTemplate", problems };
  return { made: sources.length > 0 ? { engine: engine ?? "cel", sources } : ".yaml, .yml or .json file", problems };
}

function isRego(engine: PathEngine): boolean {
  return engine === "rego" || engine === "topdown";
}

/** Where there are both, CEL is judged by what is written for the API server. */
function templatesFor(engine: PathEngine | undefined, files: readonly SourceFile[]): readonly SourceFile[] {
  const { sources, besidePolicies } = ofGatekeeper(files);
  return engine === "cel" && besidePolicies ? [] : sources;
}

function readFiles({ root, files, name }: Found, wanted: (file: string) => boolean): ReturnType<typeof readSources> {
  const { sources, problems } = readSources(root, files.filter(wanted));
  return { sources: sources.map(({ path, text }) => ({ path: name(path), text })), problems };
}

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

function regoParts(project: Project, own: readonly SourceFile[]): Partial<Policy> {
  const root = openRoot(project.root);
  const files = walk(root, project.config.library).files.filter((file) => file.endsWith(".rego") && !isRegoTest(file));
  const library = readSources(root, files).sources.filter(({ path }) => !own.some((source) => source.path === path));
  const { data } = loadData(root, { config: project.config, problems: [] });
  return regoPart({ config: project.config, shared: { library, ...(data === undefined ? {} : { data }) } });
}

function nothingAt(path: string, words: string): Problem {
  return { code: "nothing-found", message: `\`${path}\` cannot be read: ${words}`, place: { path } };
}
