import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder with files, path to text; removed after the test. */
export function folderWith(files: Readonly<Record<string, string>>): {
  readonly root: string;
  /** Every file of the folder, path to text. */
  files(): Readonly<Record<string, string>>;
  read(path: string): string;
  remove(path: string): void;
} {
  const root = mkdtempSync(join(tmpdir(), "assay-folder-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const read = (path: string): string => readFileSync(join(root, path), "utf8");
  const all = (): readonly string[] =>
    readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => statSync(join(root, path)).isFile());
  const remove = (path: string): void => rmSync(join(root, path), { recursive: true });
  return { root, read, remove, files: () => Object.fromEntries(all().map((path) => [path, read(path)])) };
}
