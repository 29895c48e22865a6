import type { SourceFile } from "../../harness/model/index.ts";

/** Gatekeeper takes libraries below `lib` alone, and not `lib` itself: the control and what is in `lib` move there. */
export function moved(text: string): string {
  return text
    .replace(/^package (?!lib$|lib\.)\S+$/m, "package lib.control")
    .replace(/^package lib$/m, "package lib.shared")
    .replace(/^import data\.lib$/m, "import data.lib.shared as lib");
}

/** The modules that others import, and those that these import, in the order of the library. */
export function librariesOf(modules: readonly SourceFile[], library: readonly SourceFile[]): readonly SourceFile[] {
  const wanted = new Set<SourceFile>();
  const visit = (from: readonly SourceFile[]): void => {
    const packages = new Set(from.flatMap(({ text }) => importsOf(text)));
    const more = library.filter((module) => !wanted.has(module) && packages.has(packageOf(module.text)));
    for (const module of more) wanted.add(module);
    if (more.length > 0) visit(more);
  };
  visit(modules);
  return library.filter((module) => wanted.has(module));
}

// --- internal ---

function importsOf(text: string): readonly string[] {
  return [...text.matchAll(/^import data\.([\w.]+)/gm)].map(([, name = ""]) => name);
}

function packageOf(text: string): string {
  return /^package ([\w.]+)$/m.exec(text)?.[1] ?? "";
}
