import type { Control, EngineId, KnownDifference, Problem, SourceFile } from "../model/index.ts";
import { loadCases } from "./_cases.ts";
import { type ControlFiles, findControls } from "./_control-files.ts";
import { loadData } from "./_data.ts";
import { loadKnownDifferences } from "./_known-differences.ts";
import { type OtherControls, withOthers } from "./_others.ts";
import { isRegoTest, loadPolicies, readSources, type Shared } from "./_policies.ts";
import { homelessProperties, idleProperties, propertiesOf } from "./_properties.ts";
import { systemWords } from "./_read.ts";
import { openRoot, type Root } from "./_root.ts";
import { walk } from "./_walk.ts";
import { type Config, defaultConfig, type LoadedConfig, loadConfig, readConfig } from "./config.ts";
import { readSuites, type Suites } from "./foreign/suites.ts";

/** A repository of policies and cases as read. What could not be read is a problem; the rest is there. */
export interface Project {
  /** Absolute path of the root folder. */
  readonly root: string;
  readonly config: Config;
  /** The ids of all its controls, sorted, also of those that were not asked for. */
  readonly ids: readonly string[];
  /** Those that were asked for, sorted by id. */
  readonly controls: readonly Control[];
  /** Differences that are listed as meant, of all controls. */
  readonly knownDifferences: readonly KnownDifference[];
  readonly problems: readonly Problem[];
  /** Controls of which not all policies, or not all that these share, could be read: what they decide is not known. */
  readonly partial: "all" | readonly string[];
}

export interface LoadOptions {
  /** The configuration file, relative to the root. @defaultValue `assay.yaml`, where there is one */
  readonly config?: string;
  /** A configuration that is not written yet; the project is read as if it were. */
  readonly planned?: SourceFile;
  /** Engines for which policies are read beside those of the configuration. */
  readonly engines?: readonly EngineId[];
  /** Whether there may be no control: what is run brings its own policies. @defaultValue false */
  readonly mayBeEmpty?: boolean;
  /** Whether a control, known by its id and the paths of its files, is asked for. The others are not read. @defaultValue all are */
  readonly only?: (control: { readonly id: string; readonly files: readonly string[] }) => boolean;
  /** Whether files are asked for, where `only` asks for some: of suites that name none of them little is read. @defaultValue all are */
  readonly near?: (files: readonly string[]) => boolean;
  /** Whether cases and unit tests are read: who judges other requests needs none. @defaultValue true */
  readonly cases?: boolean;
}

/** Reads a project. Never throws on what a user wrote: everything that is wrong with it is in `problems`. */
export function loadProject(folder: string, options: LoadOptions = {}): Project {
  let root: Root;
  try {
    root = openRoot(folder);
  } catch (error) {
    const words = systemWords(error).replace("no such file", "no such folder");
    const message = `the folder \`${folder}\` cannot be read: ${words}`;
    return {
      root: folder,
      config: defaultConfig,
      ids: [],
      controls: [],
      knownDifferences: [],
      problems: [{ code: "bad-file", message, place: { path: folder } }],
      partial: "all",
    };
  }
  const loaded = configOf(root, options);
  if (loaded.problems.length > 0)
    return {
      root: root.path,
      config: loaded.config,
      ids: [],
      controls: [],
      knownDifferences: [],
      problems: loaded.problems,
      partial: "all",
    };
  return readProject(root, loaded, options);
}

function configOf(root: Root, options: LoadOptions): LoadedConfig {
  if (options.planned !== undefined) return readConfig(options.planned);
  if (options.config !== undefined) return loadConfig(root, options.config);
  const found = ["assay.yaml", "assay.yml"].find((name) => root.isThere(name));
  return found === undefined ? { config: defaultConfig, problems: [] } : loadConfig(root, found);
}

function readProject(root: Root, loaded: LoadedConfig, options: LoadOptions): Project {
  const { only, engines: asked = [], cases: withCases = true, mayBeEmpty = false } = options;
  const { config } = loaded;
  const engines = [...new Set([...config.engines, ...asked])];
  const found = findControls(root, loaded);
  const { shared, problems: ofShared } = readShared(root, loaded);
  const { known: knownDifferences, problems: ofKnown } = loadKnownDifferences(root, loaded);
  const problems = [...found.problems, ...ofShared, ...ofKnown];
  const controls: Control[] = [];
  const wanted = found.controls.filter(
    ({ id, ...files }) => only?.({ id, files: Object.values(files).flat() }) ?? true,
  );
  const partial: string[] = [];
  const isWhole = ofShared.length === 0;
  const reader = openReader(root, { config, engines, shared, isWhole, cases: withCases, problems, partial });
  const others: OtherControls = {
    ids: found.controls.map(({ id }) => id),
    read: (id) => found.controls.filter((files) => files.id === id).map(reader)[0],
  };
  for (const files of wanted) {
    const { policies, cases } = reader(files);
    const asked = withCases ? propertiesOf(files.id, loaded) : [];
    const { uses: properties, problems: ofOthers } = withOthers(files.id, asked, others);
    problems.push(...ofOthers);
    const { sources: unitTests, problems: ofTests } = withCases
      ? readSources(root, files.rego.filter(isRegoTest))
      : { sources: [], problems: [] };
    problems.push(...ofTests);
    controls.push({
      id: files.id,
      policies,
      cases,
      ...(unitTests.length === 0 ? {} : { unitTests }),
      ...(properties.length === 0 ? {} : { properties }),
    });
  }
  const own = found.controls.map(({ id }) => id);
  const suites = withCases ? readSuites(root, loaded, { ...options, taken: own, found: wanted.length > 0 }) : noSuites;
  controls.push(...suites.controls.map((one) => ofEngines(one, engines)));
  controls.sort((one, other) => (one.id < other.id ? -1 : 1));
  problems.push(...suites.problems);
  const ids = [...own, ...suites.ids].sort();
  if (ids.length > 0) problems.push(...idleIn({ ids, controls, all: only === undefined }, loaded));
  else if (!mayBeEmpty && suites.problems.length === 0) problems.push(noControl(config));
  return { root: root.path, config, ids, controls, knownDifferences, problems, partial };
}

function readShared(
  root: Root,
  loaded: LoadedConfig,
): { readonly shared: Shared; readonly problems: readonly Problem[] } {
  const files = walk(root, loaded.config.library);
  const library = readSources(
    root,
    files.files.filter((path) => path.endsWith(".rego") && !isRegoTest(path)),
  );
  const { data, problems } = loadData(root, loaded);
  const shared = { library: library.sources, ...(data === undefined ? {} : { data }) };
  return { shared, problems: [...files.problems, ...library.problems, ...problems] };
}

/** Reads the policies and cases of controls, each once, and keeps what is wrong with them. */
function openReader(
  root: Root,
  { cases: withCases, problems, partial, isWhole, ...context }: Reading,
): (files: ControlFiles) => Pick<Control, "id" | "policies" | "cases"> {
  const known = new Map<string, Pick<Control, "id" | "policies" | "cases">>();
  return (files) => {
    const before = known.get(files.id);
    if (before !== undefined) return before;
    const { policies, problems: ofPolicies } = loadPolicies(root, files, context);
    const { cases, problems: ofCases } = withCases ? loadCases(root, files) : { cases: [], problems: [] };
    problems.push(...ofPolicies, ...ofCases);
    if (ofPolicies.length > 0 || (!isWhole && policies.some(isOfRego))) partial.push(files.id);
    const control = { id: files.id, policies, cases };
    known.set(files.id, control);
    return control;
  };
}

interface Reading {
  readonly config: Config;
  readonly engines: readonly EngineId[];
  readonly shared: Shared;
  /** Whether all that policies share was read. */
  readonly isWhole: boolean;
  readonly cases: boolean;
  readonly problems: Problem[];
  readonly partial: string[];
}

function isOfRego({ engine, from }: Control["policies"][number]): boolean {
  return (engine === "rego" || engine === "topdown") && from === undefined;
}

/** What the configuration says that no control makes use of; of some only where all were read. */
function idleIn(
  read: { readonly ids: readonly string[]; readonly controls: readonly Control[]; readonly all: boolean },
  loaded: LoadedConfig,
): readonly Problem[] {
  const ofAll = read.all ? [...idleEngines(read.controls, loaded), ...homelessProperties(read.controls, loaded)] : [];
  return [...idleProperties(read.ids, loaded), ...ofAll];
}

const noSuites: Suites = { controls: [], ids: [], problems: [] };

/** A control of another tool's suite, with the policies that are asked for. */
function ofEngines(control: Control, engines: readonly EngineId[]): Control {
  return { ...control, policies: control.policies.filter(({ engine }) => engines.includes(engine)) };
}

function noControl({ policies, cases }: Config): Problem {
  const folders = [...Object.values(policies), cases].map((folder) => `\`${folder}/\``);
  const message = `there is no control: no folder of a control in ${folders.join(", ")}, and no suite of gator, kyverno or kaptest`;
  return { code: "nothing-found", message, hint: "run in the root of a repository of policies, or write `assay.yaml`" };
}

/** Engines that the user asked for and that no control has a policy for. */
function idleEngines(controls: readonly Control[], { written }: LoadedConfig): readonly Problem[] {
  const idle = (id: EngineId): boolean =>
    !controls.some(({ policies }) => policies.some(({ engine }) => engine === id));
  return (written?.keys.engines ?? []).flatMap((id, index) => {
    if (written === undefined || !idle(id)) return [];
    const message = `no control has a policy for the engine \`${id}\``;
    const place = written.placeOf(["engines", String(index)]);
    return [{ code: "nothing-found", message, place, hint: "remove it from `engines`, or write a policy for it" }];
  });
}
