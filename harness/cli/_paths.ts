import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Problem } from "../model/index.ts";

/** The user's paths and globs relative to the root with forward slashes; one that lies outside is a problem. */
export function insideRoot(
  root: string,
  paths: readonly string[],
): { readonly paths: readonly string[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const inside = paths.flatMap((path) => {
    const found = relative(root, resolve(root, path));
    if (found === ".." || found.startsWith(`..${sep}`) || isAbsolute(found)) {
      const message = `\`${path}\` lies outside the project`;
      problems.push({
        code: "bad-usage",
        message,
        hint: "name paths below the project's root, or choose the root with --cwd",
      });
      return [];
    }
    return [sep === "/" ? found : found.replaceAll(sep, "/")];
  });
  return { paths: inside, problems };
}
