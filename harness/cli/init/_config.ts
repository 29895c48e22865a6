import { dump } from "js-yaml";
import type { Engines } from "../../engine/index.ts";
import { type ControlEntry, defaultConfig, type Survey } from "../../load/index.ts";
import { type Problem, placeText } from "../../model/index.ts";
import { baseOf, folderOf, freeNames } from "../_names.ts";
import { admissionControls, type FileControl, gatekeeperControls } from "./_admission-controls.ts";
import { type FoundRego, findRego, type RegoControl } from "./_rego-controls.ts";
import { suiteGlobs } from "./_suites.ts";

/** The smallest `assay.yaml` that makes a repository's policies run, and what the user should know of it. */
export interface PlannedConfig {
  /** None where the layout that holds by default covers everything. */
  readonly text?: string;
  readonly controls: readonly ControlEntry[];
  /** Policies that judge nothing as they lie, and files that cannot be read; a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Finds the policies that lie outside the default layout, and names a control for each. Where there are suites of other tools, they say what is
 * to be checked, and only Rego that has unit tests is named beside them. `taken` are ids that are in use.
 */
export async function planConfig(found: Survey, taken: readonly string[], engines: Engines): Promise<PlannedConfig> {
  const suites = suiteGlobs(found);
  const loose = found.documents.filter(({ place }) => !isLaidOut(place.path));
  const rego = await findRego(found.rego, { tests: found.regoTests, engines });
  const [admission, gatekeeper] = suites.length > 0 ? [[], []] : [admissionControls(loose), gatekeeperControls(loose)];
  const free = freeNames(taken);
  const asked = rego.controls.filter(
    ({ own: [path = ""], tested }) => !isLaidOut(path) && (tested || suites.length === 0),
  );
  const controls: readonly ControlEntry[] = [
    ...asked.map((control) => ({ id: free(regoNames(control)), rego: regoGlobs(control, found) })),
    ...admission.map((control) => ({ id: free(fileNames(control)), cel: control.files })),
    ...gatekeeper.map((control) => ({ id: free(fileNames(control)), gatekeeper: control.files })),
  ];
  const keys = {
    ...regoKeys(rego, asked, found),
    ...(controls.length > 0 ? { controls } : {}),
  };
  const needed = Object.keys(keys).length > 0;
  return {
    controls,
    ...(needed ? { text: configText(suites.length > 0 ? { suites, ...keys } : keys) } : {}),
    notes: [
      ...rego.unreadable.map(unreadable),
      ...admission.flatMap(idleNotes("has no binding here, and so applies to nothing")),
      ...gatekeeper.flatMap(idleNotes("has no Constraint here, and so judges nothing")),
    ],
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

/** `rego:` where its defaults do not hold. */
function regoKeys({ version }: FoundRego, asked: readonly RegoControl[], { rego }: Survey): object {
  const more = [...new Set(asked.flatMap((control) => control.more))];
  const used = asked.length > 0 || rego.some(({ path }) => isLaidOut(path));
  const keys = {
    ...(version === "v0" && used ? { version } : {}),
    ...(more.length > 0 ? { entrypoints: ["deny", "violation", "warn", "response", ...more] } : {}),
  };
  return Object.keys(keys).length === 0 ? {} : { rego: keys };
}

/** The control's files; as one glob where they are all the Rego of their folder. */
function regoGlobs({ files, folder }: RegoControl, { rego, regoTests }: Survey): readonly string[] {
  const inFolder = [...rego, ...regoTests].filter(({ path }) => folderOf(path) === folder);
  const whole =
    files.length > 1 && files.length === inFolder.length && files.every((path) => folderOf(path) === folder);
  return whole ? [folder === "." ? "*.rego" : `${folder}/*.rego`] : files;
}

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

function unreadable({ place, message }: Problem): string {
  return `${place === undefined ? "" : `${placeText(place)}: `}${message}`;
}

function idleNotes(why: string): (control: FileControl) => readonly string[] {
  return ({ idle, files: [file = ""] }) => idle.map((name) => `\`${name}\` (${file}) ${why}`);
}
