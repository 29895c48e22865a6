import { createHash, randomUUID } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { homedir } from "node:os";
import { join, relative, sep } from "node:path";
import { buildFlags, enginesFolder } from "./_go.ts";
import type { Platform } from "./_platform.ts";
import type { Program } from "./_program.ts";

const keptDays = 30;

/** Where built engines are kept for every checkout of this user. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  const base = process.platform === "win32" ? local : xdg;
  const missing = base === undefined || base === "";
  return join(missing ? join(homedir(), ".cache") : base, "assay", "engines");
}

/** Names everything that a program's bytes depend on: its sources, those beside it, Go and its flags, the platform. */
export function contentHash(program: Program, goVersion: string, platform: Platform): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([program.name, goVersion, platform.goos, platform.goarch, buildFlags]));
  for (const path of sources(program)) {
    const text = readFileSync(path);
    hash.update(`\n${relative(enginesFolder, path).split(sep).join("/")} ${text.length}\n`).update(text);
  }
  return hash.digest("hex").slice(0, 32);
}

/** Puts `from` at `to` in one step: whoever looks sees the old file or the new one, whole. Hard-linked where that is possible. */
export function place(from: string, to: string): void {
  if (isSameFile(from, to)) return;
  const temporary = `${to}.${randomUUID()}.tmp`;
  mkdirSync(join(to, ".."), { recursive: true });
  try {
    linkSync(from, temporary);
  } catch {
    copyFileSync(from, temporary);
  }
  renameSync(temporary, to);
}

/** Marks a cached engine as used, and forgets those that nobody has used for a month. */
export function touchAndPrune(folder: string): void {
  const now = new Date();
  utimesSync(folder, now, now);
  for (const entry of readdirSync(cacheFolder())) {
    const path = join(cacheFolder(), entry);
    const age = now.getTime() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now.getTime());
    if (age > keptDays * 86_400_000) rmSync(path, { recursive: true, force: true });
  }
}

// --- internal ---

function sources({ folder: own, beside }: Program): readonly string[] {
  const folders = [own, ...beside].filter((folder) => existsSync(folder));
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith("_test.go"))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return files.filter((path) => !path.includes(`${sep}testdata${sep}`)).sort();
}

function isSameFile(left: string, right: string): boolean {
  const [a, b] = [left, right].map((path) => statSync(path, { throwIfNoEntry: false, bigint: true }));
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}
