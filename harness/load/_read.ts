import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import type { Problem } from "../model/index.ts";
import type { Root } from "./_root.ts";

/** No file of a repository of policies is larger; a larger one is a mistake, not a manifest. In bytes. */
const fileLimit = 64 * 1024 * 1024;

/** Reads a file of the project as UTF-8 text without its byte order mark. */
export function readText(root: Root, path: string): { readonly text: string } | Problem {
  let bytes: Buffer;
  try {
    const { size, readable } = fileAt(root.absolute(path));
    if (!readable) return { code: "bad-file", message: `\`${path}\` is neither a file nor a folder`, place: { path } };
    if (size > fileLimit) return tooLarge(path, size);
    bytes = readFileSync(root.absolute(path));
  } catch (error) {
    return { code: "bad-file", message: `\`${path}\` cannot be read: ${systemWords(error)}`, place: { path } };
  }
  if (!isUtf8(bytes)) return notUtf8(path, bytes);
  const text = bytes.toString("utf8");
  return { text: text.startsWith("\uFEFF") ? text.slice(1) : text };
}

/** Reading a device or a pipe might never end. */
function fileAt(file: string): { readonly size: number; readonly readable: boolean } {
  const stat = statSync(file);
  return { size: stat.size, readable: stat.isFile() || stat.isDirectory() };
}

/** What the operating system says, without paths and call names. */
export function systemWords(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return "there is no such file";
  if (code === "ENOTDIR") return "it is no folder";
  if (code === "EISDIR") return "it is a folder";
  if (code === "EACCES" || code === "EPERM") return "permission denied";
  if (code === "ELOOP") return "its symbolic links lead in a circle";
  return code ?? (error as Error).message;
}

/** A size for people, in MiB. */
export function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

function tooLarge(path: string, size: number): Problem {
  const message = `\`${path}\` has ${mebibytes(size)}; the limit for a file is ${mebibytes(fileLimit)}`;
  return { code: "bad-file", message, place: { path }, hint: "split it into smaller files" };
}

function notUtf8(path: string, bytes: Buffer): Problem {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const offset = firstBadByte(bytes);
  const line = bytes.subarray(0, offset).toString("latin1").split("\n").length;
  const looks = utf16 ? " (it looks like UTF-16)" : "";
  const message = `\`${path}\` is not UTF-8: byte ${offset} is 0x${bytes[offset]?.toString(16).padStart(2, "0")}${looks}`;
  return { code: "bad-file", message, place: { path, line }, hint: "save the file as UTF-8" };
}

/** Offset of the first byte that does not belong to a UTF-8 sequence: where the decoder puts a replacement that is not in the file. */
function firstBadByte(bytes: Buffer): number {
  const text = bytes.toString("utf8");
  let offset = 0;
  for (const character of text) {
    const size = Buffer.byteLength(character);
    if (character === "\uFFFD" && bytes.toString("hex", offset, offset + size) !== "efbfbd") return offset;
    offset += size;
  }
  return offset;
}
