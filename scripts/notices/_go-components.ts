import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import {
  choosePlatforms,
  engineNames,
  enginesFolder,
  goEnvironment,
  type Platform,
  requireGo,
} from "../engines/index.ts";
import { type Component, licenceTexts } from "./_component.ts";

interface Package {
  readonly Dir: string;
  readonly Module?: {
    readonly Path: string;
    readonly Version?: string;
    readonly Dir: string;
    readonly Replace?: { readonly Version?: string };
  };
}

/** Every module with a package that some engine links on some platform, and Go's own library. */
export function goComponents(): readonly Component[] {
  requireGo();
  const packages = engineNames().flatMap((engine) =>
    choosePlatforms(["linux-x64", "darwin-arm64", "win32-x64"]).flatMap((platform) => linkedPackages(engine, platform)),
  );
  const modules = new Map<string, { name: string; version: string; texts: Set<string> }>();
  for (const { Dir: folder, Module: module } of packages) {
    if (module === undefined || module.Dir.startsWith(enginesFolder)) continue;
    const version = module.Replace?.Version ?? module.Version ?? "";
    const key = `${module.Path}@${version}`;
    const entry = modules.get(key) ?? { name: module.Path, version, texts: new Set() };
    modules.set(key, entry);
    for (const text of foldersUpTo(folder, module.Dir).flatMap(licenceTexts)) entry.texts.add(text);
  }
  return [goLibrary(), ...[...modules.values()].map((entry) => ({ ...entry, texts: [...entry.texts] }))];
}

// --- internal ---

function linkedPackages(engine: string, platform: Platform): readonly Package[] {
  const args = ["list", "-deps", "-json=Dir,Module", "."];
  const cwd = join(enginesFolder, engine);
  const listed = spawnSync("go", args, { cwd, env: goEnvironment(platform), encoding: "utf8", maxBuffer: 2 ** 28 });
  if (listed.status !== 0) throw new Error(`\`go list\` of engines/${engine} failed: ${listed.stderr.trim()}`);
  return JSON.parse(`[${listed.stdout.replaceAll(/^}\n{$/gm, "},\n{")}]`) as readonly Package[];
}

function goLibrary(): Component {
  const { stdout } = spawnSync("go", ["env", "GOROOT"], { encoding: "utf8", env: goEnvironment() });
  return { name: "Go standard library", version: "", texts: licenceTexts(stdout.trim()) };
}

/** The folder, and those above it until the module's own. */
function foldersUpTo(folder: string, last: string): readonly string[] {
  return folder === last || !folder.startsWith(last) ? [last] : [folder, ...foldersUpTo(dirname(folder), last)];
}
