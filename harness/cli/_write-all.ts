import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { AssayError, type SourceFile } from "../model/index.ts";

/**
 * Writes files, all or none. A new file overwrites nothing; `changed` are new texts of files that are there.
 * @throws an AssayError where the file system refuses, or a new file is there already
 */
export function writeAll(root: string, files: readonly SourceFile[], changed: readonly SourceFile[] = []): void {
  const undo: (() => void)[] = [];
  try {
    for (const { path, text } of files) {
      const file = resolve(root, path);
      const made = mkdirSync(dirname(file), { recursive: true });
      if (made !== undefined) undo.push(() => rmSync(made, { recursive: true, force: true }));
      writeFileSync(file, text, { flag: "wx" });
      undo.push(() => rmSync(file, { force: true }));
    }
    for (const { path, text } of changed) {
      const file = resolve(root, path);
      const before = readFileSync(file);
      undo.push(() => writeFileSync(file, before));
      const temporary = `${file}.${process.pid}.tmp`;
      writeFileSync(temporary, text);
      renameSync(temporary, file);
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw new AssayError("bad-file", `the files cannot be written: ${(error as Error).message}`, { cause: error });
  }
}
