import type { Policy, SourceFile } from "../model/index.ts";

/**
 * The policy with those modules of its library alone that it can reach: of each mutant all would be compiled again. A reference to another package begins with
 * `data` in the text, so a module that no such text can mean is left out; one that a comment names stays.
 */
export function withNeededLibrary<T extends Policy>(policy: T): T {
  const { sources, library = [] } = policy;
  const needed = new Set<SourceFile>();
  const open = [...sources];
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    const meant = [packageOf(from), ...referencesIn(from)];
    for (const file of library) {
      if (needed.has(file) || !meant.some((path) => meets(path, packageOf(file)))) continue;
      needed.add(file);
      open.push(file);
    }
  }
  return {
    ...policy,
    ...(policy.library === undefined ? {} : { library: library.filter((file) => needed.has(file)) }),
  };
}

// --- internal ---

/** As far as it is written with dots. */
function packageOf({ text }: SourceFile): readonly string[] {
  return /^[ \t]*package[ \t]+([\w.]+)/m.exec(text)?.[1]?.split(".") ?? [];
}

function referencesIn({ text }: SourceFile): readonly (readonly string[])[] {
  return [...text.matchAll(/\bdata((?:\.[A-Za-z_]\w*)*)/g)].map(([, path = ""]) => path.split(".").slice(1));
}

/** Whether the one is within the other. */
function meets(one: readonly string[], other: readonly string[]): boolean {
  const shared = Math.min(one.length, other.length);
  return one.slice(0, shared).every((part, at) => part === other[at]);
}
