import type { Control, Problem } from "../../model/index.ts";
import { expand } from "../_glob.ts";
import { readText } from "../_read.ts";
import type { Root } from "../_root.ts";
import { splitDocuments } from "../_split.ts";
import { documentKind } from "../_survey-kinds.ts";
import { walk } from "../_walk.ts";
import { parseDocument, readValue } from "../_yaml.ts";
import type { LoadedConfig } from "../config.ts";
import { numbered } from "./_numbered.ts";
import type { ForeignControls } from "./foreign.ts";
import { readGator } from "./gator.ts";
import { readKaptest } from "./kaptest.ts";
import { readKyverno } from "./kyverno.ts";

/** What is asked for of a project's suites. */
export interface SuitesAsked {
  /** Ids of the project's own controls. */
  readonly taken: readonly string[];
  /** Whether some of those are asked for. */
  readonly found: boolean;
  /** Whether a control is; absent: all are. */
  readonly only?: (control: { readonly id: string; readonly files: readonly string[] }) => boolean;
  /** Whether files are, before anything else is known of a control. */
  readonly near?: (files: readonly string[]) => boolean;
}

/** The controls of suites that were asked for, and the ids of all. */
export interface Suites extends ForeignControls {
  readonly ids: readonly string[];
}

/** The suites of other tools that a project has, read: those that `suites` selects, and without an `assay.yaml` all that lie in it. */
export function readSuites(root: Root, loaded: LoadedConfig, asked: SuitesAsked): Suites {
  const { paths, problems } = suitePaths(root, loaded);
  const selected = loaded.config.suites !== undefined;
  const read = paths.flatMap((path) => readSuite(root, path, { selected, near: asked.near }));
  const all = withOwnIds(
    read.flatMap(({ controls }) => controls),
    asked.taken,
  );
  let from = 0;
  const suites = read.map((one) => {
    const controls = all.slice(from, from + one.controls.length);
    from += controls.length;
    return { ...one, controls, wanted: wantedOf(controls, asked.only) };
  });
  const found = asked.found || suites.some(({ wanted }) => wanted.length > 0);
  return {
    controls: suites.flatMap(({ wanted }) => wanted),
    ids: all.map(({ id }) => id),
    problems: [...problems, ...suites.flatMap((one) => (standsInTheWay(one, { ...asked, found }) ? one.problems : []))],
  };
}

// --- internal ---

interface ReadSuite extends ForeignControls {
  readonly path: string;
}

function readSuite(
  root: Root,
  path: string,
  { selected, near }: { readonly selected: boolean; readonly near: SuitesAsked["near"] },
): readonly ReadSuite[] {
  const format = formatOf(root, path, selected);
  if (typeof format === "string") return [{ path, ...readers[format](root, path, near) }];
  const problem = format ?? (selected ? noSuite(path) : undefined);
  return problem === undefined ? [] : [{ path, controls: [], problems: [problem] }];
}

function wantedOf(controls: readonly Control[], only: SuitesAsked["only"]): readonly Control[] {
  return only === undefined ? controls : controls.filter((one) => only({ id: one.id, files: filesOf(one) }));
}

/** Whether what is wrong with a suite concerns what is asked for: what was not found may be in one that cannot be read. */
function standsInTheWay(
  { path, controls, wanted }: ReadSuite & { readonly wanted: readonly Control[] },
  { only, near, found }: SuitesAsked,
): boolean {
  if (only === undefined || wanted.length > 0) return true;
  return near === undefined ? controls.length === 0 && !found : near([path]);
}

/** The files that lead a user to a control of a suite: the suite, and the policies. */
function filesOf({ policies, cases }: Control): readonly string[] {
  const sources = policies.flatMap((policy) => policy.sources.map(({ path }) => path));
  return [...new Set([...cases.map(({ place }) => place.path), ...sources])];
}

/** Several files of a folder may test a policy of one name. */
function withOwnIds(controls: readonly Control[], taken: readonly string[]): readonly Control[] {
  const before = taken.map((id) => ({ name: id }));
  const named = numbered([...before, ...controls.map(({ id }) => ({ name: id }))]).slice(before.length);
  return controls.map((control, index) => {
    const id = named[index]?.name ?? control.id;
    if (id === control.id) return control;
    const policies = control.policies.map((policy) => ({ ...policy, control: id }));
    return { ...control, id, policies, cases: control.cases.map((one) => ({ ...one, control: id })) };
  });
}

type Format = "gator" | "kyverno-test" | "kaptest";

/** A reader may leave out the policies and cases of a control whose files are not near. */
type Reader = (root: Root, path: string, near: SuitesAsked["near"]) => ForeignControls;

const readers: Readonly<Record<Format, Reader>> = {
  gator: readGator,
  "kyverno-test": readKyverno,
  kaptest: readKaptest,
};

function suitePaths(
  root: Root,
  { config, written }: LoadedConfig,
): { readonly paths: readonly string[]; readonly problems: readonly Problem[] } {
  if (config.suites !== undefined) {
    const globs = config.suites.map((glob, index) => ({
      glob,
      place: written?.placeOf(["suites", String(index)]) ?? { path: "assay.yaml" },
    }));
    const { files, problems } = expand(root, globs);
    return { paths: files, problems };
  }
  if (written !== undefined) return { paths: [], problems: [] };
  return { paths: walk(root, ".").files.filter((path) => /\.ya?ml$/.test(path)), problems: [] };
}

/** Words that a suite has somewhere: most files need not be parsed to know that they are none. */
const ofConcern =
  /test\.gatekeeper\.sh\/|cli\.kyverno\.io\/|\b(?:results|testSuites|(?:validat|mutat)ingAdmissionPolicies)["']?\s*:|\bkind["']?\s*:\s*["']?Suite\b/;

/** What is written in a suite alone, so that one which cannot be read is not passed over. */
const ofSuites = /^apiVersion:\s*["']?test\.gatekeeper\.sh\/|^kind:\s*["']?Test\b|^testSuites:/m;

/** What a file is a suite of, or why a suite cannot be read; nothing where it is none. */
function formatOf(root: Root, path: string, selected: boolean): Format | Problem | undefined {
  const file = readText(root, path);
  if ("code" in file) return selected ? file : undefined;
  if (!ofConcern.test(file.text)) return undefined;
  const [first] = splitDocuments(file.text);
  if (first === undefined) return undefined;
  const document = parseDocument(first, path);
  const read = "code" in document ? document : readValue(document);
  if ("code" in read) return selected || ofSuites.test(file.text) ? read : undefined;
  const kind = documentKind(path, read.value);
  // The kyverno CLI finds its tests by their name: another name is how one is put aside.
  if (kind === "kyverno-test" && !selected && !/(?:^|\/)kyverno-test\.ya?ml$/.test(path)) return undefined;
  return kind !== undefined && kind in readers ? (kind as Format) : undefined;
}

function noSuite(path: string): Problem {
  const message = `\`${path}\` is no suite of gator, kyverno or kaptest`;
  return { code: "bad-file", message, place: { path }, hint: "take it out of `suites`" };
}
