import { createReadStream } from "node:fs";
import type { Problem } from "../../model/index.ts";
import { mebibytes, systemWords } from "../_read.ts";

/** A stream of bytes: a file, or standard input. */
export type Bytes = AsyncIterable<Uint8Array>;

/** What a stream holds: lines of JSON, or one text. Lines are 1-based; blank ones are left out. */
export type StreamText =
  | { readonly line: number; readonly json: string }
  | { readonly whole: string }
  | { readonly problem: Problem };

/** The bytes of a file. */
export function bytesOf(file: string): Bytes {
  return createReadStream(file, { highWaterMark: 1 << 20 });
}

/** Reads a stream as UTF-8. One whose first line is JSON is given line by line, so that a log may have any length; another one as a whole. */
export async function* readText(bytes: Bytes, path: string): AsyncGenerator<StreamText> {
  let kept: string[] = [];
  let line = 1;
  let inLines: boolean | undefined;
  try {
    for await (const chunk of decoded(bytes)) {
      kept.push(chunk);
      if (lengthOf(kept) > keptLimit) return yield tooLarge(path, inLines === true);
      const end = chunk.lastIndexOf("\n") + 1;
      if (end === 0 || inLines === false) continue;
      const text = [...kept.slice(0, -1), chunk.slice(0, end)].join("");
      inLines ??= beginsWithJson(text);
      if (inLines !== true) continue;
      line = yield* jsonLines(text, line);
      kept = [chunk.slice(end)];
    }
    const text = kept.join("");
    if (inLines ?? beginsWithJson(text)) yield* jsonLines(text, line);
    else yield { whole: text };
  } catch (error) {
    yield { problem: problemOf(error, path) };
  }
}

// --- internal ---

/** What is kept of a stream at once, in UTF-16 units: strings cannot be much longer. */
const keptLimit = 256 * 1024 * 1024;

async function* decoded(bytes: Bytes): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}

/** Whether the first line that says something is JSON; unknown where there is none yet. */
function beginsWithJson(text: string): boolean | undefined {
  const start = text.search(/\S/);
  if (start === -1) return undefined;
  if (text[start] !== "{") return false;
  const end = text.indexOf("\n", start);
  try {
    JSON.parse(text.slice(start, end === -1 ? text.length : end));
    return true;
  } catch {
    return false;
  }
}

/** @returns the number of the line behind the text */
function* jsonLines(text: string, first: number): Generator<StreamText, number> {
  const lines = text.split("\n");
  for (const [index, json] of lines.entries()) if (json.trim() !== "") yield { line: first + index, json };
  return first + lines.length - 1;
}

function tooLarge(path: string, inLines: boolean): StreamText {
  const what = inLines ? "has a line of" : "is one text of";
  const message = `\`${path}\` ${what} more than ${mebibytes(keptLimit)}`;
  const hint = "write each object in a line of its own, as `jq -c '.items[]'` does";
  return { problem: { code: "bad-file", message, place: { path }, hint } };
}

function problemOf(error: unknown, path: string): Problem {
  const place = { path };
  if ((error as NodeJS.ErrnoException).code === "ERR_ENCODING_INVALID_ENCODED_DATA")
    return { code: "bad-file", message: `\`${path}\` is not UTF-8`, place, hint: "save the file as UTF-8" };
  return { code: "bad-file", message: `\`${path}\` cannot be read: ${systemWords(error)}`, place };
}
