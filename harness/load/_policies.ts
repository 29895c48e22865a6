import type { EngineId, JsonObject, Policy, Problem, SourceFile } from "../model/index.ts";
import { type ControlFiles, isPartFile } from "./_control-files.ts";
import { readText } from "./_read.ts";
import type { Root } from "./_root.ts";
import { hasForm } from "./_templates.ts";
import type { Config } from "./config.ts";

/** What all Rego policies of a project share. */
export interface Shared {
  readonly library: readonly SourceFile[];
  readonly data?: JsonObject;
}

/** Whether a file holds unit tests of Rego, which are not part of a policy. */
export function isRegoTest(path: string): boolean {
  return path.endsWith("_test.rego");
}

/** The policies of one control for the given engines. */
export function loadPolicies(
  root: Root,
  control: ControlFiles,
  context: { readonly config: Config; readonly engines: readonly EngineId[]; readonly shared: Shared },
): { readonly policies: readonly Policy[]; readonly problems: readonly Problem[] } {
  const policies: Policy[] = [];
  const problems: Problem[] = [];
  const read = new Map<string, readonly SourceFile[]>();
  const sourcesOf = (part: PolicyPart): readonly SourceFile[] => {
    const known = read.get(part);
    if (known !== undefined) return known;
    const loaded = readSources(
      root,
      control[part].filter((path) => isPartFile(part, path) && !isRegoTest(path)),
    );
    problems.push(...loaded.problems);
    read.set(part, loaded.sources);
    return loaded.sources;
  };
  for (const engine of context.engines) {
    const part = partOf(engine);
    if (part === undefined) continue;
    const sources = sourcesOf(part);
    if (sources.length > 0)
      policies.push({ control: control.id, engine, sources, ...(part === "rego" ? regoPart(context) : {}) });
    else if (part === "rego" || part === "cel")
      policies.push(...ofTemplates(control.id, engine, sourcesOf("gatekeeper")));
  }
  policies.push(...commandOf(root, control.id, context));
  // The policies of a cluster live in it: every control takes part.
  if (context.engines.includes("cluster")) policies.push({ control: control.id, engine: "cluster", sources: [] });
  return { policies, problems };
}

function commandOf(
  root: Root,
  id: string,
  { config, engines }: { readonly config: Config; readonly engines: readonly EngineId[] },
): readonly Policy[] {
  const run = config.controls.find((entry) => entry.id === id)?.command;
  if (run === undefined || !engines.includes("command")) return [];
  return [{ control: id, engine: "command", sources: [], run, folder: root.path }];
}

/** What judges by a control's ConstraintTemplates where it has no policy of the engine's own. */
function ofTemplates(control: string, engine: EngineId, sources: readonly SourceFile[]): readonly Policy[] {
  return hasForm(sources, engine) ? [{ control, engine, from: "gatekeeper", sources }] : [];
}

/** Reads files as they are. A file that cannot be read is a problem and left out. */
export function readSources(
  root: Root,
  paths: readonly string[],
): { readonly sources: readonly SourceFile[]; readonly problems: readonly Problem[] } {
  const sources: SourceFile[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    const file = readText(root, path);
    if ("code" in file) problems.push(file);
    else sources.push({ path, text: file.text });
  }
  return { sources, problems };
}

/** Where policies of engines lie. */
type PolicyPart = "rego" | "cel" | "podsecurity" | "gatekeeper";

function partOf(engine: EngineId): PolicyPart | undefined {
  switch (engine) {
    case "rego":
    case "topdown":
      return "rego";
    case "cel":
      return "cel";
    case "podsecurity":
      return "podsecurity";
    case "gatekeeper":
      return "gatekeeper";
    case "kyverno":
    case "command":
    case "cluster":
      return undefined;
  }
}

/** What a Rego policy takes from the configuration, and what it shares with the others. */
export function regoPart({ config, shared }: { readonly config: Config; readonly shared: Shared }): Partial<Policy> {
  const { version, shape, entrypoints } = config.rego;
  return {
    ...(shared.library.length > 0 ? { library: shared.library } : {}),
    ...(shared.data === undefined ? {} : { data: shared.data }),
    ...(entrypoints === undefined ? {} : { entrypoints }),
    ...(shape === undefined ? {} : { shape }),
    ...(version === "v0" ? { v0: true } : {}),
  };
}
