import { spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { cacheFolder, contentHash, place, touchAndPrune } from "./_cache.ts";
import { buildFlags, enginesFolder, goEnvironment, root } from "./_go.ts";
import type { Platform } from "./_platform.ts";
import type { Program } from "./_program.ts";

interface BuildSettings {
  readonly platform: Platform;
  readonly goVersion: string;
  /** Build twice, past the cache, and throw where the bytes differ. */
  readonly verify: boolean;
}

export interface BuildOrder extends BuildSettings {
  readonly engine: string;
}

interface ProgramOrder extends BuildSettings {
  readonly program: Program;
}

export interface Built {
  readonly how: "built" | "cached" | "built twice, same bytes";
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Builds one engine for one platform, or takes it from the cache. Throws where Go refuses it. */
export function buildEngine({ engine, ...settings }: BuildOrder): Built {
  const folder = join(enginesFolder, engine);
  const program = { name: engine, folder, package: ".", beside: sharedModules(folder), kept: "engines" };
  return buildProgram({ program, ...settings });
}

/** Builds any program in the same way. Throws where Go refuses it. */
export function buildProgram(order: ProgramOrder): Built {
  const { program, platform } = order;
  const hash = contentHash(program, order.goVersion, platform);
  const folder = join(cacheFolder(), hash);
  const file = program.name + platform.suffix;
  const cached = join(folder, file);
  const isCached = existsSync(cached);
  if (!isCached) compile(order, cached);
  if (contentHash(program, order.goVersion, platform) !== hash) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`The sources of ${shown(program)} changed while they were built. Build it again.`);
  }
  if (order.verify) verify(order, cached);
  touchAndPrune(folder);
  const path = join(root, ".assay", program.kept, platform.name, file);
  place(cached, path);
  const bytes = readFileSync(path);
  const how = order.verify ? "built twice, same bytes" : isCached ? "cached" : "built";
  return { how, path, bytes: bytes.length, sha256: sha256(bytes) };
}

// --- internal ---

/** A second build of what the cache holds, with every package compiled anew, must give the same bytes. */
function verify(order: ProgramOrder, first: string): void {
  const second = `${first}.${randomUUID()}.verify`;
  try {
    compile(order, second, ["-a"]);
    if (sha256(readFileSync(first)) !== sha256(readFileSync(second))) {
      throw new Error(
        `Two builds of \`${order.program.name}\` for ${order.platform.name} differ: the build is not reproducible.`,
      );
    }
  } finally {
    rmSync(second, { force: true });
  }
}

function compile(order: ProgramOrder, target: string, extra: readonly string[] = []): void {
  const temporary = `${target}.${randomUUID()}.tmp`;
  mkdirSync(join(target, ".."), { recursive: true });
  console.log(`${order.program.name} ${order.platform.name}: building (minutes the first time, seconds later)`);
  try {
    const { status, signal } = spawnSync(
      "go",
      ["build", ...buildFlags, ...extra, "-o", temporary, order.program.package],
      {
        cwd: order.program.folder,
        env: goEnvironment(order.platform),
        stdio: ["ignore", "inherit", "inherit"],
      },
    );
    if (status !== 0)
      throw new Error(`\`go build\` of ${shown(order.program)} failed (${signal ?? `exit ${status}`}); see above.`);
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** The modules of this repository that an engine is built with: those that its go.mod takes from the folder beside it. */
function sharedModules(folder: string): readonly string[] {
  const text = readFileSync(join(folder, "go.mod"), "utf8");
  return [...text.matchAll(/^.* => \.\.\/(\S+)$/gm)].map(([, name = ""]) => join(enginesFolder, name));
}

function shown(program: Program): string {
  return join(relative(root, program.folder), program.package);
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
