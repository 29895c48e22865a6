import { isAbsolute, join, relative, sep } from "node:path";
import { kyvernoSetting, loadProject, type Project } from "../load/index.ts";
import { AssayError, type Control, type SourceFile } from "../model/index.ts";
import type { TestFile } from "./_test-file.ts";

/** A project that is read again after a file of it has changed. */
export interface WatchedProject {
  /** Patterns of the files that become test files, relative to vitest's root or absolute. */
  globs(): readonly string[];
  isTestFile(id: string): boolean;
  relative(path: string): string;
  testFile(path: string): TestFile;
  /** Absolute paths of the test files that a file is part of: itself, or the cases of a policy. */
  testFilesOf(path: string): readonly string[];
  changed(path: string): void;
  onStale(listener: (files: readonly string[]) => void): void;
}

/** @throws AssayError where the project cannot be read, or something is wrong that no file can be blamed for */
export function openProject(folder: string, config: string | undefined): WatchedProject {
  const read = (): Project => loadProject(folder, config === undefined ? {} : { config });
  let project: Project | undefined = usable(read());
  let stale: (files: readonly string[]) => void = () => {};
  const current = (): Project => (project ??= read());
  const toRelative = (path: string): string =>
    relative(current().root, path.replace(/[?#].*$/, ""))
      .split(sep)
      .join("/");
  const absolute = (path: string): string => join(current().root, path);
  const filesOf = (path: string): readonly string[] => testPaths(current(), toRelative(path)).map(absolute);
  return {
    globs: () => globs(current()).map(absolute),
    isTestFile: (id) => isAbsolute(id) && isTestPath(current(), toRelative(id)),
    relative: toRelative,
    testFile: (path) => testFile(current(), path),
    testFilesOf: (path) => {
      const files = filesOf(path);
      stale(files);
      return files;
    },
    changed: () => {
      project = undefined;
    },
    onStale: (listener) => {
      stale = listener;
    },
  };
}

// --- internal ---

function usable(project: Project): Project {
  const blameless =
    project.problems.find(({ place }) => place === undefined) ??
    (project.controls.length === 0 ? project.problems[0] : undefined);
  if (blameless === undefined) return project;
  const hint = blameless.hint === undefined ? "" : ` (${blameless.hint})`;
  const place = blameless.place === undefined ? {} : { place: blameless.place };
  throw new AssayError(blameless.code, `${blameless.message}${hint}`, place);
}

/** Case files by pattern, so that watch mode sees new ones; and files that must fail although they hold no case. */
function globs({ config, controls, problems }: Project): readonly string[] {
  const listed = config.controls.flatMap((control) => control.cases ?? []);
  const idle = controls.flatMap((control) => (isBare(control) ? policyPath(control) : []));
  const broken = problems.flatMap(({ place }) => (place === undefined ? [] : [place.path]));
  const asked = controls.flatMap(propertyPaths);
  const tested = controls
    .flatMap((control) => [...unitTestPaths(control), ...casePaths(control)])
    .filter((path) => !path.startsWith(`${config.cases}/`));
  const single = [...idle, ...broken, ...asked, ...tested].map((path) => path.replaceAll(/[[\]{}()*?!@+\\]/g, "\\$&"));
  return [...new Set([`${config.cases}/*/**/*.{yaml,yml,json}`, ...listed, ...single])];
}

function isTestPath(project: Project, path: string): boolean {
  const { controls, problems, config } = project;
  if (path.startsWith(`${config.cases}/`) && /\.(ya?ml|json)$/.test(path)) return true;
  if (problems.some(({ place }) => place?.path === path)) return true;
  return controls.some(
    (control) =>
      propertyPaths(control).includes(path) ||
      unitTestPaths(control).includes(path) ||
      (isBare(control) ? policyPath(control).includes(path) : hasCaseIn(control, path)),
  );
}

function testFile({ root, config, controls, problems, knownDifferences }: Project, path: string): TestFile {
  const own = controls.filter(
    (control) =>
      hasCaseIn(control, path) ||
      unitTestPaths(control).includes(path) ||
      (isBare(control) && policyPath(control).includes(path)),
  );
  return {
    root,
    path,
    controls: own.map(({ unitTests = [], properties: _, ...control }) => ({
      ...control,
      cases: control.cases.filter(({ place }) => place.path === path),
      ...ownTests(unitTests, path),
    })),
    properties: controls.filter((control) => propertyPaths(control).includes(path)),
    known: knownDifferences,
    runs: config.runs,
    engines: config.engines,
    ...(config.kubernetes === undefined ? {} : { kubernetes: config.kubernetes }),
    ...(config.cluster?.context === undefined ? {} : { context: config.cluster.context }),
    ...kyvernoSetting({ root, config }),
    problems: problems.filter(({ place }) => place?.path === path),
  };
}

/** The test files that read `path`: those of cases and of properties. A file that no control reads by itself (a library, data, assay.yaml) is read by all. */
function testPaths(project: Project, path: string): readonly string[] {
  if (path.startsWith("../") || isAbsolute(path)) return [];
  if (isTestPath(project, path) && !isShared(project, path)) {
    const changed = project.controls.filter((control) => hasCaseIn(control, path));
    return [...new Set([path, ...changed.flatMap(propertyPaths)])];
  }
  const readers = project.controls.filter(({ policies }) =>
    policies.some(({ sources }) => sources.some((source) => source.path === path)),
  );
  const shared = project.controls.some(({ policies }) =>
    policies.some(({ library }) => library?.some((source) => source.path === path)),
  );
  const chosen = readers.length > 0 ? readers : shared || isShared(project, path) ? project.controls : [];
  return [
    ...new Set(
      chosen.flatMap((control) => [
        ...(isBare(control) ? policyPath(control) : control.cases.map(({ place }) => place.path)),
        ...unitTestPaths(control),
        ...propertyPaths(control),
      ]),
    ),
  ];
}

function isShared({ config }: Project, path: string): boolean {
  return /^assay\.ya?ml$/.test(path) || path.startsWith(`${config.library}/`) || config.data.includes(path);
}

function hasCaseIn({ cases }: Control, path: string): boolean {
  return cases.some(({ place }) => place.path === path);
}

/** Of which nothing is tested, and which must fail for that. */
function isBare({ cases, unitTests }: Control): boolean {
  return cases.length === 0 && unitTests === undefined;
}

function ownTests(unitTests: readonly SourceFile[], path: string): Pick<Control, "unitTests"> {
  const own = unitTests.filter((test) => test.path === path);
  return own.length === 0 ? {} : { unitTests: own };
}

/** Suites of other tools lie anywhere. */
function casePaths({ cases }: Control): readonly string[] {
  return cases.map(({ place }) => place.path);
}

function unitTestPaths({ unitTests = [] }: Control): readonly string[] {
  return unitTests.map(({ path }) => path);
}

/** Where the control's properties are asked for. */
function propertyPaths({ properties = [] }: Control): readonly string[] {
  return [...new Set(properties.flatMap(({ place }) => (place === undefined ? [] : [place.path])))];
}

function policyPath({ policies }: Control): readonly string[] {
  const path = policies[0]?.sources[0]?.path;
  return path === undefined ? [] : [path];
}
