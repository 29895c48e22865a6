import type { Engines, Inspected, Module } from "../../engine/index.ts";
import type { Problem, SourceFile } from "../../model/index.ts";
import { folderOf, nearness } from "../_names.ts";

/** Rego that decides, taken as one: the files of a package in a folder, with the modules that they mention. */
export interface RegoControl {
  readonly package: string;
  readonly folder: string;
  /** Its own files. */
  readonly own: readonly string[];
  /** Own files and the modules that they need; unit tests last. */
  readonly files: readonly string[];
  /** Globs of the rules that are asked beside those that are called as what they decide. */
  readonly more: readonly string[];
  /** Whether there are unit tests among them. */
  readonly tested: boolean;
}

/** What OPA makes of the Rego of a repository. */
export interface FoundRego {
  readonly version: "v0" | "v1";
  readonly controls: readonly RegoControl[];
  /** What OPA has against files that it cannot read. */
  readonly unreadable: readonly Problem[];
}

/** Asks OPA which version of Rego the files are written in, and which of them decide. Unit tests go with the package that they mention. */
export async function findRego(
  files: readonly SourceFile[],
  { tests, engines }: { readonly tests: readonly SourceFile[]; readonly engines: Engines },
): Promise<FoundRego> {
  const { version, unreadable } = await versionOf([...files, ...tests], engines);
  const v0 = version === "v0" ? { v0: true } : {};
  const modules = files.map((file): Known => ({ ...file, ...v0, package: packageOf(file.text) }));
  const folders = Map.groupBy(modules, ({ path }) => folderOf(path));
  const controls: RegoControl[] = [];
  for (const [folder, inFolder] of folders)
    controls.push(...(await controlsIn(folder, inFolder, { modules, tests, engines })));
  return { version, controls, unreadable };
}

// --- internal ---

interface Known extends Module {
  readonly package: string;
}

interface Around {
  readonly modules: readonly Known[];
  readonly tests: readonly SourceFile[];
  readonly engines: Engines;
}

/** v1 where every file is; else v0. What neither can read is broken, whatever is chosen. */
async function versionOf(files: readonly SourceFile[], engines: Engines): Promise<Omit<FoundRego, "controls">> {
  const against = async (modules: readonly Module[]): Promise<readonly Problem[]> =>
    (await engines.format(modules)).problems ?? [];
  if (files.length === 0 || (await against(files)).length === 0) return { version: "v1", unreadable: [] };
  const each = await Promise.all(
    files.map(async (file) => ({ v1: await against([file]), v0: await against([{ ...file, v0: true }]) })),
  );
  const version = each.some(({ v0, v1 }) => v0.length === 0 && v1.length > 0) ? "v0" : "v1";
  return { version, unreadable: each.flatMap((file) => file[version].slice(0, 1)) };
}

async function controlsIn(folder: string, own: readonly Known[], around: Around): Promise<readonly RegoControl[]> {
  const all = withMentioned(own, around.modules);
  const inspected = await around.engines.inspect(
    all.map(({ path, text, v0 }) => ({ path, text, ...(v0 ? { v0 } : {}) })),
  );
  const packages = [...Map.groupBy(own, (module) => module.package)];
  return packages.flatMap(([name, modules]): readonly RegoControl[] => {
    const entrypoints = inspected.value?.entrypoints.filter((entrypoint) => entrypoint.package === name);
    const more = isForConftest(name, folder) ? moreOf(entrypoints ?? []) : [];
    const plain = entrypoints?.some(({ rule, kind }) => rule === kind) ?? modules.some(looksDeciding);
    if (!plain && more.length === 0) return [];
    const tests = testsOf(name, folder, around);
    const files = [...withMentioned(modules, around.modules), ...tests].map(({ path }) => path);
    return [{ package: name, folder, own: modules.map(({ path }) => path), files, more, tested: tests.length > 0 }];
  });
}

/** Conftest asks the package `main` of the folder `policy`, and rules such as `deny_root` too. */
function isForConftest(name: string, folder: string): boolean {
  return name === "main" || folder.split("/").includes("policy");
}

function moreOf(entrypoints: Inspected["entrypoints"]): readonly string[] {
  const longer = entrypoints.filter(({ rule, kind }) => rule !== kind);
  return [...new Set(longer.map(({ package: name, kind }) => `${name.replaceAll(".", "/")}/${kind}_*`))];
}

/** The unit tests of a package: of several copies of the package they go with the nearest. */
function testsOf(name: string, folder: string, { modules, tests }: Around): readonly SourceFile[] {
  return tests.filter(({ path, text }) => {
    if (packageOf(text) !== name && !mentions(text, name)) return false;
    const from = { path, text, package: packageOf(text) };
    return nearest(name, from, modules).some((copy) => folderOf(copy.path) === folder);
  });
}

/** Modules with those whose packages they mention, and so on; of several copies of a package the nearest. */
function withMentioned(own: readonly Known[], modules: readonly Known[]): readonly Known[] {
  const taken = new Set(own);
  for (const module of taken)
    for (const name of new Set(modules.map((other) => other.package)))
      if (name !== module.package && mentions(module.text, name))
        for (const other of nearest(name, module, modules)) taken.add(other);
  return [...taken];
}

function mentions(text: string, name: string): boolean {
  return [...text.matchAll(/\bdata\.([\w.]+)/g)].some(([, ref = ""]) => {
    return ref === name || ref.startsWith(`${name}.`) || name.startsWith(`${ref}.`);
  });
}

function nearest(name: string, from: Known, modules: readonly Known[]): readonly Known[] {
  const copies = modules.filter((module) => module.package === name);
  const most = Math.max(...copies.map(({ path }) => nearness(from.path, path)));
  const [first] = copies.filter(({ path }) => nearness(from.path, path) === most);
  return copies.filter(({ path }) => first !== undefined && folderOf(path) === folderOf(first.path));
}

/** What OPA cannot read is a policy still, where it looks like one: running it says what is wrong with it. */
function looksDeciding({ text }: Known): boolean {
  return /^(?:default\s+)?(?:deny|violation|warn|response)\b/m.test(text);
}

function packageOf(text: string): string {
  return /^\s*package\s+([\w.]+)/m.exec(text)?.[1] ?? "";
}
