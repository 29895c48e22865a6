import type { EngineId, InputShape, Place, Problem, PropertyUse, SourceFile } from "../model/index.ts";
import { onlyDocument } from "./_only-document.ts";
import { readText } from "./_read.ts";
import type { Root } from "./_root.ts";
import { nodeOf, startOf } from "./_tree.ts";

/** `assay.yaml` with its defaults filled in. */
export interface Config {
  /** Folders of one folder per control, relative to the root. */
  readonly policies: {
    readonly rego: string;
    readonly cel: string;
    readonly podsecurity: string;
    readonly gatekeeper: string;
  };
  readonly library: string;
  readonly cases: string;
  readonly engines: readonly EngineId[];
  /** Which cluster the engine `cluster` asks. */
  readonly cluster?: { readonly context?: string };
  /** Which `kyverno` the engine `kyverno` runs: a name, or a path from the root. */
  readonly kyverno?: { readonly binary?: string };
  /** Kubernetes minor, e.g. `1.37`. @defaultValue the engine's own release */
  readonly kubernetes?: string;
  /** Params that follow the release where cases are judged under several: `{kubernetes}` stands for it. */
  readonly releaseParams: Readonly<Record<string, string>>;
  readonly rego: {
    readonly version: "v0" | "v1";
    readonly shape?: InputShape;
    readonly entrypoints?: readonly string[];
  };
  /** Globs of the documents under `data`. */
  readonly data: readonly string[];
  readonly controls: readonly ControlEntry[];
  /** Globs of suites of other tools. @defaultValue without an `assay.yaml` all that lie in the project */
  readonly suites?: readonly string[];
  /** For controls, by id or glob, what must hold of their policies whatever the request. */
  readonly properties: Readonly<Record<string, readonly (string | PropertyUse)[]>>;
  /** File that lists the differences that are meant. */
  readonly knownDifferences: string;
  /** How many changed requests each property is checked with on each engine. */
  readonly runs: number;
}

/** A control whose files lie elsewhere: globs relative to the root. */
export interface ControlEntry {
  readonly id: string;
  readonly rego?: readonly string[];
  readonly cel?: readonly string[];
  readonly podsecurity?: readonly string[];
  readonly gatekeeper?: readonly string[];
  /** A program that answers AdmissionReviews, with its arguments; it runs in the root. */
  readonly command?: readonly [string, ...string[]];
  readonly cases?: readonly string[];
}

/** The configuration, what is wrong with it, and where each thing is written, for the messages of those who use it. */
export interface LoadedConfig {
  readonly config: Config;
  readonly problems: readonly Problem[];
  /** What the user wrote; absent without a file. */
  readonly written?: WrittenConfig;
}

/** The keys that stand in the file itself. */
export interface WrittenConfig {
  readonly path: string;
  readonly keys: PartialConfig;
  /** Place of the value that a path of keys leads to. */
  placeOf(keys: readonly string[]): Place;
  /** Whether the user wrote a value where a path of keys leads to. */
  has(keys: readonly string[]): boolean;
}

type PartialConfig = Partial<Omit<Config, "policies" | "rego">> & {
  readonly policies?: Partial<Config["policies"]>;
  readonly rego?: Partial<Config["rego"]>;
};

/** What holds without an `assay.yaml`. */
export const defaultConfig: Config = {
  policies: { rego: "rego", cel: "cel", podsecurity: "podsecurity", gatekeeper: "gatekeeper" },
  library: "rego/lib",
  cases: "cases",
  engines: ["rego", "cel", "podsecurity", "gatekeeper", "kyverno"],
  releaseParams: {},
  rego: { version: "v1" },
  data: [],
  controls: [],
  properties: {},
  knownDifferences: "known-differences.yaml",
  runs: 100,
};

/** Reads a configuration file. A broken one is a problem, and the defaults hold. */
export function loadConfig(root: Root, path: string): LoadedConfig {
  const file = readText(root, path);
  return "code" in file ? { config: defaultConfig, problems: [file] } : readConfig({ path, text: file.text });
}

/** Reads the text of a configuration file, which need not be there yet. */
export function readConfig({ path, text }: SourceFile): LoadedConfig {
  const broken = (problems: readonly Problem[]): LoadedConfig => ({ config: defaultConfig, problems });
  const read = onlyDocument({ path, text }, "config");
  if ("empty" in read) return broken([]);
  if ("problems" in read) return broken(read.problems);
  const { document } = read;
  const keys = read.value as PartialConfig;
  return {
    config: merged(keys),
    problems: [],
    written: {
      path,
      keys,
      placeOf: (at) => document.placeOf(startOf(document.root, at)),
      has: (at) => nodeOf(document.root, at) !== undefined,
    },
  };
}

function merged(keys: PartialConfig): Config {
  return {
    ...defaultConfig,
    ...keys,
    policies: { ...defaultConfig.policies, ...keys.policies },
    rego: { ...defaultConfig.rego, ...keys.rego },
    engines: [...new Set(keys.engines ?? enginesWith(keys.controls))],
  };
}

/** Commands judge where a control has one. */
function enginesWith(controls: readonly ControlEntry[] = []): readonly EngineId[] {
  const { engines } = defaultConfig;
  return controls.some(({ command }) => command !== undefined) ? [...engines, "command"] : engines;
}
