import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Platform } from "./_platform.ts";

export const root: string = join(import.meta.dirname, "..", "..");
export const enginesFolder: string = join(root, "engines");

/** Same bytes from the same sources: no paths, no revision, no build id, no symbol table. */
export const buildFlags: readonly string[] = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid="];

/** The folders under engines/ that build a program: Go modules with a `main.go`. */
export function engineNames(): readonly string[] {
  return goModules().filter((name) => readdirSync(join(enginesFolder, name)).includes("main.go"));
}

/** The folders under engines/ that are Go modules. */
export function goModules(): readonly string[] {
  const folders = readdirSync(enginesFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map((entry) => entry.name)
    .filter((name) => readdirSync(join(enginesFolder, name)).includes("go.mod"))
    .sort();
}

/** The environment that Go runs in: whatever the user has set for downloads, nothing that changes what is built. */
export function goEnvironment(platform?: Platform): NodeJS.ProcessEnv {
  const fixed = {
    CGO_ENABLED: "0",
    GOFLAGS: "-mod=readonly",
    GOTOOLCHAIN: "local",
    GOWORK: "off",
    GOEXPERIMENT: "",
    GOAMD64: "v1",
    GOARM64: "v8.0",
    GOFIPS140: "off",
  };
  return { ...process.env, ...fixed, ...(platform && { GOOS: platform.goos, GOARCH: platform.goarch }) };
}

/** The version of the installed Go, as `1.26.8`. Throws, with what to do, where it is missing or older than a go.mod asks for. */
export function requireGo(): string {
  const wanted = requiredVersion();
  const found = spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8", env: goEnvironment() });
  const install = `Install Go ${wanted} or newer and put \`go\` on the PATH.`;
  if (found.error !== undefined) throw new Error(`The engines are Go programs, and \`go\` is not there. ${install}`);
  const version = found.stdout.trim().replace(/^go/, "");
  if (found.status !== 0 || version === "") throw new Error(`\`go env GOVERSION\` failed: ${found.stderr.trim()}`);
  if (compareVersions(version, wanted) < 0) {
    throw new Error(`The engines need Go ${wanted}, and this is Go ${version}. ${install}`);
  }
  return version;
}

// --- internal ---

function requiredVersion(): string {
  const versions = goModules().map((name) => {
    const text = readFileSync(join(enginesFolder, name, "go.mod"), "utf8");
    return /^go (\S+)$/m.exec(text)?.[1] ?? "1.0";
  });
  return versions.sort(compareVersions).at(-1) ?? "1.0";
}

function compareVersions(left: string, right: string): number {
  const parts = (version: string): readonly number[] => version.split(/[^0-9]+/).map(Number);
  const [a, b] = [parts(left), parts(right)];
  for (let index = 0; index < 3; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
