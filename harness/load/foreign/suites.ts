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

/**
 * The suites of other tools that a project has, read: those that `suites` selects, and without an `assay.yaml` all that lie in it.
 * @param taken ids of the project's own controls
 */
export function readSuites(root: Root, loaded: LoadedConfig, taken: readonly string[] = []): ForeignControls {
  const { paths, problems } = suitePaths(root, loaded);
  const selected = loaded.config.suites !== undefined;
  const read = paths.flatMap((path): readonly ForeignControls[] => {
    const format = formatOf(root, path, selected);
    if (typeof format === "string") return [readers[format](root, path)];
    if (format !== undefined) return [{ controls: [], problems: [format] }];
    return selected ? [{ controls: [], problems: [noSuite(path)] }] : [];
  });
  return {
    controls: withOwnIds(
      read.flatMap(({ controls }) => controls),
      taken,
    ),
    problems: [...problems, ...read.flatMap((one) => one.problems)],
  };
}

// --- internal ---

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

const readers: Readonly<Record<Format, (root: Root, path: string) => ForeignControls>> = {
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
  /test\.gatekeeper\.sh\/|cli\.kyverno\.io\/|\b(?:results|testSuites)["']?\s*:|\bkind["']?\s*:\s*["']?Suite\b/;

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
  return kind !== undefined && kind in readers ? (kind as Format) : undefined;
}

function noSuite(path: string): Problem {
  const message = `\`${path}\` is no suite of gator, kyverno or kaptest`;
  return { code: "bad-file", message, place: { path }, hint: "take it out of `suites`" };
}
