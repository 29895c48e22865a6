import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../engines/index.ts";
import { type Component, licenceTexts } from "./_component.ts";

/** Every npm package that is installed with Assay: the lock file's packages that are neither for development nor a peer's. */
export function npmComponents(): readonly Component[] {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<
      Record<string, { readonly version: string; readonly license?: string; readonly dev?: boolean }>
    >;
  };
  const installed = Object.entries(lock.packages).filter(([path, entry]) => path !== "" && entry.dev !== true);
  return installed.map(([path, entry]) => {
    const texts = licenceTexts(join(root, path));
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    return {
      name,
      version: entry.version,
      texts: texts.length > 0 ? texts : [`Licence: ${entry.license ?? "not stated"}`],
    };
  });
}
