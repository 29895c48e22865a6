import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../../scripts/engines/index.ts";

/** The kustomizations that docs/using-the-pack.md shows, as folders beside a checkout of the pack. */
export interface Documented {
  readonly folders: readonly string[];
  remove(): void;
}

export function writeDocumented(): Documented {
  const folder = mkdtempSync(join(tmpdir(), "assay-documented-"));
  symlinkSync(root, join(folder, "assay"));
  const text = readFileSync(join(root, "docs", "using-the-pack.md"), "utf8");
  const files = [...text.matchAll(/^```yaml\n# (\S+\.yaml)\n([\s\S]*?)^```$/gm)];
  for (const [, path = "", content = ""] of files) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const folders = [...new Set(files.map(([, path = ""]) => join(folder, dirname(path))))];
  return { folders, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
