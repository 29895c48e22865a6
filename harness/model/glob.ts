/** No path of a repository is longer. */
const mostLetters = 4096;
/** Matching takes time that grows with the power of them. */
const mostStars = 8;

/** Why a glob cannot be used; `undefined` where it can. The limits keep matching within milliseconds. */
export function globFlaw(glob: string): string | undefined {
  if (glob.length > mostLetters) return `it has ${glob.length} letters, and the limit is ${mostLetters}`;
  const stars = Math.max(...glob.split("/").map((segment) => segment.replaceAll(/\*+/g, "*").split("*").length - 1));
  return stars > mostStars ? `it has ${stars} \`*\` in one name, and the limit is ${mostStars}` : undefined;
}

/**
 * How globs are read: `*`, `?`, `**`, `[a-z]`, `{a,b}`. Patterns such as `+(a|b)` are not; they can take forever. Of names that begin with a dot
 * only those are looked at that the harness reads.
 */
export const globOptions: { readonly noextglob: true; readonly dot: true } = { noextglob: true, dot: true };
