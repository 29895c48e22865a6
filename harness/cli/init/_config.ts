import { dump } from "js-yaml";
import type { Engines } from "../../engine/index.ts";
import { type ControlEntry, defaultConfig, type Survey } from "../../load/index.ts";
import { baseOf, folderOf, freeNames } from "../_names.ts";
import { admissionControls, type FileControl } from "./_admission-controls.ts";
import { findRego, type RegoControl } from "./_rego-controls.ts";

/** The smallest `assay.yaml` that makes a repository's policies run, and what the user should know of it. */
export interface PlannedConfig {
  /** None where the layout that holds by default covers everything. */
  readonly text?: string;
  readonly controls: readonly ControlEntry[];
  /** Policies that judge nothing as they lie, and files that cannot be read; a sentence each. */
  readonly notes: readonly string[];
}

/** Finds the policies that lie outside the default layout, and names a control for each. `taken` are ids that are in use. */
export async function planConfig(found: Survey, taken: readonly string[], engines: Engines): Promise<PlannedConfig> {
  const free = freeNames(taken);
  const tests = found.regoTests.filter(({ path }) => !isLaidOut(path));
  const rego = await findRego(
    found.rego.filter(({ path }) => !isLaidOut(path)),
    { tests, engines },
  );
  const loose = found.documents.filter(({ place }) => !isLaidOut(place.path));
  const admission = admissionControls(loose);
  const controls = [
    ...rego.controls.map((control) => ({ id: free(regoNames(control)), rego: control.files })),
    ...admission.map((control) => ({ id: free(fileNames(control)), cel: control.files })),
  ];
  const keys = {
    ...(rego.version === "v0" ? { rego: { version: "v0" } } : {}),
    ...(controls.length > 0 ? { controls } : {}),
  };
  return {
    controls,
    ...(Object.keys(keys).length === 0 ? {} : { text: configText(keys) }),
    notes: [...rego.unreadable.map(unreadable(rego.version)), ...admission.flatMap(idleNotes)],
  };
}

/** Whether a file lies where it is found without configuration. */
export function isLaidOut(path: string): boolean {
  const { policies, cases, library } = defaultConfig;
  const folders = [...Object.values(policies), cases];
  return (
    folders.some((folder) => path.startsWith(`${folder}/`) && path.split("/").length > 2) ||
    path.startsWith(`${library}/`)
  );
}

function configText(keys: object): string {
  return `# What \`assay init\` found. Every key is optional.\n${dump(keys, { lineWidth: -1, noRefs: true })}`;
}

// --- internal ---

/** Words that say nothing of what a policy is about. */
const generic = new Set([
  "main",
  "policy",
  "policies",
  "rego",
  "src",
  "admission",
  "kubernetes",
  "k8s",
  "template",
  "rules",
]);

function regoNames({ package: name, folder, own }: RegoControl): readonly string[] {
  const last = name.split(".").at(-1) ?? "";
  const [only = ""] = own.length === 1 ? own.map(baseOf) : [];
  const parent = folder === "." ? "" : baseOf(folder);
  const telling = [last, only, parent].filter((word) => !generic.has(word));
  return [...telling, parent, last, `${folder}-${last}`];
}

function fileNames({ names, files }: FileControl): readonly string[] {
  const [name = "", second] = names;
  const [file = ""] = files;
  return second === undefined ? [name, file] : [baseOf(file), folderOf(file), file];
}

function unreadable(version: "v0" | "v1"): (path: string) => string {
  return (path) => `${path} cannot be read as Rego ${version}; \`npx assay test\` says why`;
}

function idleNotes({ idle, files: [file = ""] }: FileControl): readonly string[] {
  return idle.map((name) => `\`${name}\` (${file}) has no binding here, and so applies to nothing`);
}
