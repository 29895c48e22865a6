import picomatch from "picomatch";
import { globFlaw, globOptions, type Place, type Problem } from "../model/index.ts";
import type { Root } from "./_root.ts";
import { type Walked, walk } from "./_walk.ts";

/** The files that any of some globs selects, sorted. A glob that selects nothing is a problem: nothing checked never passes. */
export function expand(root: Root, globs: readonly { readonly glob: string; readonly place: Place }[]): Walked {
  const files = new Set<string>();
  const problems: Problem[] = [];
  for (const { glob, place } of globs) {
    const pattern = glob.replace(/^\.\//, "");
    if (leadsOut(pattern)) {
      problems.push({
        code: "bad-config",
        message: `\`${glob}\` leads out of the project`,
        place,
        hint: "name paths below the folder of assay.yaml",
      });
      continue;
    }
    const flaw = globFlaw(pattern);
    if (flaw !== undefined) {
      const message = `this glob cannot be used: ${flaw}`;
      problems.push({ code: "bad-config", message, place, hint: "make it simpler, or write several" });
      continue;
    }
    const walked = walk(root, fixedPart(pattern));
    const found = walked.files.filter((file) => file === pattern || picomatch.isMatch(file, pattern, globOptions));
    problems.push(...walked.problems);
    if (found.length === 0)
      problems.push({
        code: "nothing-found",
        message: `\`${glob}\` selects no file`,
        place,
        hint: "correct the glob or remove it",
      });
    for (const file of found) files.add(file);
  }
  return { files: [...files].sort(), problems };
}

/** Whether a path or glob names something outside the project. */
export function leadsOut(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:/.test(path) || path.split(/[\\/]/).includes("..");
}

/** The folder above the first segment that is a pattern or the file itself. */
function fixedPart(pattern: string): string {
  const segments = pattern.split("/");
  const dynamic = segments.findIndex((segment) => /[*?[\]{}()!+@]/.test(segment));
  return segments.slice(0, dynamic === -1 ? segments.length - 1 : dynamic).join("/") || ".";
}
