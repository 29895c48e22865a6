import { realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { AssayError, type Report } from "../model/index.ts";
import { type Format, type FormatOptions, formats } from "../report/index.ts";
import { wantsColor } from "./_color.ts";

/** A format and the file that it goes to; standard output without one. */
export interface Destination {
  readonly format: Format;
  readonly file?: string;
}

/**
 * Gives the last formats their files: `pretty,junit` with one file prints pretty and writes JUnit.
 * @throws an AssayError where two formats would share standard output, or a file has no format
 */
export function destinations(wanted: readonly Format[], files: readonly string[]): readonly Destination[] {
  if (files.length > wanted.length)
    throw new AssayError(
      "bad-usage",
      `there are ${files.length} files in --output, but only ${wanted.length} in --format`,
    );
  if (wanted.length - files.length > 1)
    throw new AssayError(
      "bad-usage",
      `only one format can be printed: give ${wanted.length - 1} of \`${wanted.join(",")}\` a file with --output`,
    );
  if (new Set(files).size < files.length)
    throw new AssayError("bad-usage", "two formats cannot go to the same file in --output");
  const printed = wanted.length - files.length;
  return wanted.map((format, index) => {
    const file = files[index - printed];
    return file === undefined ? { format } : { format, file };
  });
}

/** Writes the report to all its destinations. A file is complete or untouched. */
export async function writeReport(
  report: Report,
  targets: readonly Destination[],
  color: boolean,
  more: Pick<FormatOptions, "elements" | "folder"> = {},
): Promise<void> {
  const given: FormatOptions = { ...more, now: Date.now() };
  for (const { format, file } of targets) {
    if (file === undefined) process.stdout.write(formats[format](report, { ...given, color: color && wantsColor() }));
    else await writeWhole(file, formats[format](report, given));
  }
}

/** Where the project's root is from where the program runs, for formats that other programs find files by. */
export function folderOf(cwd: string | undefined): Pick<FormatOptions, "folder"> {
  const folder = relative(process.cwd(), resolve(cwd ?? ".")).replaceAll(sep, "/");
  return folder === "" || isAbsolute(folder) ? {} : { folder };
}

/** Writes a file whole or not at all. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** What the operating system says, without the name of a temporary file. */
export function writeWords(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return "its folder is not there";
  if (code === "EISDIR") return "it is a folder";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "permission denied";
  if (code === "ENOSPC") return "no space is left";
  return code ?? message;
}

// --- internal ---

async function writeWhole(file: string, text: string): Promise<void> {
  try {
    const target = await realpath(file).catch(() => file);
    const isFile = await stat(target).then(
      (found) => found.isFile(),
      () => true,
    );
    if (isFile) await replaceFile(target, text);
    else await writeFile(target, text); // a device or a pipe takes what it is given; it must not be replaced
  } catch (error) {
    throw new AssayError("bad-usage", `the report cannot be written to \`${file}\`: ${writeWords(error)}`, {
      cause: error,
    });
  }
}
