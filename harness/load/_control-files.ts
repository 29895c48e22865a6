import type { Problem } from "../model/index.ts";
import { expand, leadsOut } from "./_glob.ts";
import type { Root } from "./_root.ts";
import { walk } from "./_walk.ts";
import type { Config, ControlEntry, LoadedConfig, WrittenConfig } from "./config.ts";

/** The kinds of file that a control is made of. */
export type Part = "rego" | "cel" | "podsecurity" | "gatekeeper" | "cases";

/** Which files make one control; paths relative to the root, sorted. */
export interface ControlFiles extends Readonly<Record<Part, readonly string[]>> {
  readonly id: string;
}

const parts: readonly Part[] = ["rego", "cel", "podsecurity", "gatekeeper", "cases"];

/** What a file of each part is called; others in the same folder are not the harness's concern, or a problem in `cases`. */
export const partFiles: Readonly<Record<Part, RegExp>> = {
  rego: /\.rego$/,
  cel: /\.(ya?ml|json)$/,
  podsecurity: /\.(ya?ml|json)$/,
  gatekeeper: /\.(ya?ml|json)$/,
  cases: /\.(ya?ml|json)$/,
};

/** Whether a file is one of a part. A kustomization says how policies are applied, and is none. */
export function isPartFile(part: Part, path: string): boolean {
  return partFiles[part].test(path) && (part === "cases" || !isKustomization(path));
}

/** Finds the controls in the folders and in `controls:`, sorted by id. */
export function findControls(
  root: Root,
  loaded: LoadedConfig,
): { readonly controls: readonly ControlFiles[]; readonly problems: readonly Problem[] } {
  const finding: Finding = { root, loaded, found: new Map(), strays: new Map(), problems: [] };
  for (const part of parts) findInFolder(part, finding);
  const library = folderProblem(root, { folder: trimmed(loaded.config.library), keys: ["library"] }, loaded.written);
  if (library !== undefined) finding.problems.push(library);
  finding.problems.push(...idsTwice(loaded));
  const listed = loaded.config.controls.map((entry, index) => listedControl(finding, entry, index));
  finding.problems.push(...listed.flatMap(({ problems }) => problems));
  const selected = new Set(listed.flatMap(({ control }) => parts.flatMap((part) => control[part])));
  finding.problems.push(...[...finding.strays].flatMap(([path, problem]) => (selected.has(path) ? [] : [problem])));
  const ids = new Set(loaded.config.controls.map(({ id }) => id));
  const inFolders = [...finding.found].flatMap(([id, files]) => (ids.has(id) ? [] : [{ id, ...files }]));
  const controls = [...inFolders, ...listed.map(({ control }) => control)];
  return { controls: controls.sort((a, b) => (a.id < b.id ? -1 : 1)), problems: finding.problems };
}

interface Finding {
  readonly root: Root;
  readonly loaded: LoadedConfig;
  readonly found: Map<string, Record<Part, string[]>>;
  /** Files that lie beside the folders of controls: a problem each, where no control of `controls` has it. */
  readonly strays: Map<string, Problem>;
  readonly problems: Problem[];
}

/** Adds the files of one part's folder to their controls; what is not in a control's folder is a problem. */
function findInFolder(part: Part, { root, loaded: { config, written }, found, strays, problems }: Finding): void {
  const folder = folderOf(config, part);
  const keys = part === "cases" ? ["cases"] : ["policies", part];
  const problem = folderProblem(root, { folder, keys }, written);
  if (problem !== undefined) problems.push(problem);
  if (leadsOut(folder)) return;
  const walked = walk(root, folder);
  problems.push(...walked.problems);
  const elsewhere = new Set(config.controls.flatMap((entry) => (entry[part] === undefined ? [] : [entry.id])));
  for (const file of walked.files.filter((path) => !isIn(config.library, path))) {
    const [id = "", ...rest] = file.slice(folder === "." ? 0 : folder.length + 1).split("/");
    if (rest.length === 0 && isPartFile(part, file)) strays.set(file, strayFile(file, folder));
    if (rest.length > 0 && !elsewhere.has(id) && (part === "cases" || !isKustomization(file)))
      filesOf(found, id)[part].push(file);
  }
}

function folderOf(config: Config, part: Part): string {
  return trimmed(part === "cases" ? config.cases : config.policies[part]);
}

function trimmed(folder: string): string {
  return folder.replace(/^\.\//, "").replace(/\/+$/, "");
}

function filesOf(found: Map<string, Record<Part, string[]>>, id: string): Record<Part, string[]> {
  const known = found.get(id) ?? { rego: [], cel: [], podsecurity: [], gatekeeper: [], cases: [] };
  found.set(id, known);
  return known;
}

/** A folder that `assay.yaml` names must be there; the default ones need not. */
function folderProblem(
  root: Root,
  { folder, keys }: { readonly folder: string; readonly keys: readonly string[] },
  written: WrittenConfig | undefined,
): Problem | undefined {
  if (written === undefined || !written.has(keys)) return undefined;
  const place = written.placeOf(keys);
  if (leadsOut(folder)) {
    const hint = "name a folder below the folder of assay.yaml";
    return { code: "bad-config", message: `\`${folder}\` leads out of the project`, place, hint };
  }
  if (root.isFolder(folder)) return undefined;
  const message = root.isThere(folder) ? `\`${folder}\` is no folder` : `the folder \`${folder}\` is not there`;
  return { code: "nothing-found", message, place, hint: `create it, or remove \`${keys.join(".")}\`` };
}

function idsTwice({ config, written }: LoadedConfig): readonly Problem[] {
  const first = new Map<string, number>();
  return config.controls.flatMap(({ id }, index) => {
    const known = first.get(id);
    if (known === undefined) {
      first.set(id, index);
      return [];
    }
    const place = written?.placeOf(["controls", String(index), "id"]) ?? { path: "assay.yaml" };
    const message = `\`controls[${known}]\` and \`controls[${index}]\` both have the id \`${id}\``;
    return [{ code: "bad-config", message, place, hint: "rename one of them, or make them one control" }];
  });
}

/** A control of `controls`: what its entry does not name lies in the folders, as for any control. */
function listedControl(
  { root, loaded: { written }, found }: Finding,
  entry: ControlEntry,
  index: number,
): { readonly control: ControlFiles; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const select = (part: Part): readonly string[] => {
    const globs = entry[part]?.map((glob, at) => ({
      glob,
      place: written?.placeOf(["controls", String(index), part, String(at)]) ?? { path: "assay.yaml" },
    }));
    if (globs === undefined) return found.get(entry.id)?.[part] ?? [];
    const expanded = expand(root, globs);
    problems.push(...expanded.problems);
    return expanded.files;
  };
  const control = {
    id: entry.id,
    rego: select("rego"),
    cel: select("cel"),
    podsecurity: select("podsecurity"),
    gatekeeper: select("gatekeeper"),
    cases: select("cases"),
  };
  return { control, problems };
}

function strayFile(path: string, folder: string): Problem {
  const message = `\`${path}\` belongs to no control`;
  return { code: "bad-file", message, place: { path }, hint: `move it into \`${folder}/<control>/\`` };
}

function isIn(folder: string, path: string): boolean {
  return path.startsWith(`${trimmed(folder)}/`);
}

/** Whether kustomize takes a file for what it is to do in its folder. */
function isKustomization(path: string): boolean {
  return /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(path);
}
