import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AssayError } from "../model/index.ts";
import type { Program } from "./_process.ts";

/** An engine that is a program of its own. */
export type BinaryId = "opa" | "kube" | "gatekeeper";

/**
 * Finds an engine's binary: in the npm package for this platform, else where `npm run engines` leaves what it builds.
 * @throws AssayError `engine-missing`
 */
export function locateBinary(id: BinaryId): Program {
  const platform = `${process.platform}-${process.arch}`;
  const file = process.platform === "win32" ? `${id}.exe` : id;
  const candidates = [...installed(platform, file), join(packageRoot(), ".assay", "engines", platform, file)];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found !== undefined) return { file: found };
  throw new AssayError(
    "engine-missing",
    `engine \`${id}\` is not there for \`${platform}\`: install again with optional dependencies, or run \`npm run engines\` in a checkout`,
  );
}

function installed(platform: string, file: string): readonly string[] {
  try {
    const manifest = createRequire(import.meta.url).resolve(`@assay/engines-${platform}/package.json`);
    return [join(dirname(manifest), file)];
  } catch {
    return []; // an optional dependency: not there in a checkout, nor on other platforms
  }
}

/** The folder of the nearest package.json above this file, whether it runs as source or from `dist`. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
