import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { type ReadRequests, readRequests } from "../../harness/load/index.ts";
import type { Problem } from "../../harness/model/index.ts";
import { placeText } from "../../harness/model/index.ts";

/** A folder with files, for one test. */
export function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const root = mkdtempSync(join(tmpdir(), "assay-requests-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** What is read from standard input that comes in pieces of so many bytes. */
export async function piped(text: string, size = 7): Promise<ReadRequests> {
  const bytes = Buffer.from(text);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  return readRequests(".", ["-"], { stdin: pieces() });
}

/** Names with the lines on which they stand. */
export function namesIn({ requests }: ReadRequests): readonly string[] {
  return requests.map(({ name, place }) => `${place.line} ${name}`);
}

/** What was left aside, with how often and where first. */
export function asideIn({ aside }: ReadRequests): readonly string[] {
  return aside.map(({ reason, count, place }) => `${count} × ${reason} (${placeText(place)})`);
}

/** Problems with their places. */
export function problemsIn({ problems }: { readonly problems: readonly Problem[] }): readonly string[] {
  return problems.map(({ message, place }) => `${place === undefined ? "" : `${placeText(place)} `}${message}`);
}

/** Lines of JSON. */
export function jsonLines(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}
