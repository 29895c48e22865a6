import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A file of a bad input: its text, its bytes in an encoding, a part that is repeated, or what a symbolic link leads to. */
export type Content =
  | string
  | { readonly hex: string }
  | { readonly utf16: string }
  | { readonly latin1: string }
  | { readonly link: string }
  | { readonly parts: readonly (string | { readonly times: number; readonly text: string })[] };

/** Files by path; `null` takes one of the base's files away. */
export type Files = Readonly<Record<string, Content | null>>;

/** Writes files into a fresh folder and returns it. */
export function writeFiles(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), "assay-faults-"));
  for (const [path, content] of Object.entries(files)) {
    if (content === null) continue;
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === "object" && "link" in content) symlinkSync(content.link, file);
    else writeFileSync(file, bytesOf(content));
  }
  return root;
}

function bytesOf(content: Exclude<Content, { readonly link: string }>): string | Buffer {
  if (typeof content === "string") return content;
  if ("hex" in content) return Buffer.from(content.hex, "hex");
  if ("utf16" in content) return Buffer.from(`\uFEFF${content.utf16}`, "utf16le");
  if ("latin1" in content) return Buffer.from(content.latin1, "latin1");
  return content.parts.map((part) => (typeof part === "string" ? part : part.text.repeat(part.times))).join("");
}
