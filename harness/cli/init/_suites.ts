import type { Survey } from "../../load/index.ts";

const kinds: readonly string[] = ["gator", "kyverno-test", "kaptest"];

/** Paths of the suites of other tools. */
export function suitesIn({ documents }: Survey): readonly string[] {
  return [...new Set(documents.filter(({ is }) => kinds.includes(is)).map(({ place }) => place.path))];
}

/** The fewest globs that select the suites and nothing else: one for each name that only suites have, else the paths. */
export function suiteGlobs(found: Survey): readonly string[] {
  const suites = new Set(suitesIn(found));
  const others = new Set(found.documents.flatMap(({ place: { path } }) => (suites.has(path) ? [] : [nameOf(path)])));
  const globs = [...suites].map((path) => (others.has(nameOf(path)) ? path : `**/${nameOf(path)}`));
  return [...new Set(globs)];
}

// --- internal ---

function nameOf(path: string): string {
  return path.split("/").at(-1) ?? path;
}
