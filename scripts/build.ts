/** `npm run build`: harness/ to dist/, with the bin executable and, as `npx assay` looks for it, in node_modules/.bin. Part of `npm ci`. */
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");
const staging = join(root, `.dist-${process.pid}`);
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");

const args = [tsc, "-p", join(root, "tsconfig.build.json"), "--outDir", staging];
const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
if (status === 0) publish();
else rmSync(staging, { recursive: true, force: true });
process.exitCode = status ?? 1;

function publish(): void {
  copySchemas();
  const bin = join(staging, "cli", "main.js");
  if (existsSync(bin)) chmodSync(bin, 0o755);
  rmSync(dist, { recursive: true, force: true });
  renameSync(staging, dist);
  linkBin();
}

/** JSON schemas travel beside the code, for editors. */
function copySchemas(): void {
  const harness = join(root, "harness");
  for (const path of readdirSync(harness, { recursive: true, encoding: "utf8" })) {
    if (path.endsWith(".json")) cpSync(join(harness, path), join(staging, path));
  }
}

/** npm links the bins of dependencies only; without this, `npx assay` here would install the checkout into npm's cache first. */
function linkBin(): void {
  const folder = join(root, "node_modules", ".bin");
  if (process.platform === "win32" || !existsSync(folder)) return;
  const link = join(folder, "assay");
  rmSync(link, { force: true });
  symlinkSync(join("..", "..", "dist", "cli", "main.js"), link);
}
