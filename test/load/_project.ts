import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { type Problem, placeText } from "../../harness/model/index.ts";

/** A file's text or bytes, or what a symbolic link leads to. */
type Content = string | Uint8Array | { readonly link: string };

/** Writes files into a folder of their own that is removed after the test. */
export function projectOf(files: Readonly<Record<string, Content>>): string {
  const root = mkdtempSync(join(tmpdir(), "assay-load-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === "object" && "link" in content) symlinkSync(content.link, file);
    else writeFileSync(file, content);
  }
  return root;
}

/** A problem as a compiler would print it, with the hint behind it. */
export function problemText({ code, message, place, hint }: Problem): string {
  const at = place === undefined ? "" : `${placeText(place)}: `;
  return `${at}${code}: ${message}${hint === undefined ? "" : ` (${hint})`}`;
}

/** One control with a Rego policy and the given cases. */
export function oneControl(cases: Readonly<Record<string, Content>>): string {
  const policy = { "rego/c/policy.rego": 'package c\n\ndeny contains "no" if input.request.object.kind == "Pod"\n' };
  return projectOf({
    ...policy,
    ...Object.fromEntries(Object.entries(cases).map(([path, content]) => [`cases/c/${path}`, content])),
  });
}

export const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: app}\n";
