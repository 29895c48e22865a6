import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { Corpus } from "../compare/index.ts";
import { corpusCase, corpusFolder, loadCorpus } from "../load/index.ts";
import type { Problem, Trial } from "../model/index.ts";
import { writeWords } from "./_output.ts";

/** The corpora of some controls, as they were when the run began. */
export interface Corpora {
  of(control: string): Corpus | undefined;
  /** What could not be read, or written since. */
  problems(): readonly Problem[];
}

/** Whether trials of a corpus alone are asked for, by their name. */
export function isOfCorpus({ corpus, case: name = "" }: Asked): boolean {
  return corpus !== undefined && name.startsWith(corpusCase(""));
}

/** Reads the corpora before anything is judged, so that comparisons of one run do not see what another one keeps. */
export function openCorpora(root: string, asked: Asked, controls: readonly string[]): Corpora {
  const { corpus: folder, case: name } = asked;
  if (folder === undefined) return { of: () => undefined, problems: () => [] };
  const problems: Problem[] = [];
  const keepProblem = (problem: Problem): void => {
    if (!problems.some(({ message }) => message === problem.message)) problems.push(problem);
  };
  const corpora = new Map<string, Corpus>();
  for (const control of new Set(controls)) {
    const { cases, problems: broken } = loadCorpus(root, folder, control);
    broken.forEach(keepProblem);
    corpora.set(control, {
      cases: name === undefined ? cases : cases.filter((one) => one.name.includes(name)),
      keep: (trial) => {
        const file = fileOf(trial);
        const path = join(resolve(root, folder), corpusFolder(control), file.name);
        const flaw = writeOnce(path, file.text);
        if (flaw === undefined) return { case: corpusCase(file.name), place: { path: shown(root, path) } };
        keepProblem({ code: "bad-file", message: `the corpus \`${folder}\` cannot be written: ${flaw}` });
        return undefined;
      },
    });
  }
  if (isOfCorpus(asked) && [...corpora.values()].every(({ cases }) => cases.length === 0))
    keepProblem({ code: "nothing-found", message: `no trial of the corpus \`${folder}\` has \`${name}\` in its name` });
  return { of: (control) => corpora.get(control), problems: () => problems };
}

// --- internal ---

/** As the command line says it. */
interface Asked {
  readonly corpus?: string;
  readonly case?: string;
}

function fileOf({ request, world }: Trial): { readonly name: string; readonly text: string } {
  const text = `${JSON.stringify({ request, world }, undefined, 2)}\n`;
  return { name: `${createHash("sha256").update(text).digest("hex").slice(0, 16)}.json`, text };
}

/** Whole or not at all: others may read the folder, and write the same file, at any time. @returns what failed */
function writeOnce(path: string, text: string): string | undefined {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    if (existsSync(path)) return undefined;
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, path);
    return undefined;
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    return code === "EEXIST" || code === "ENOTDIR" ? "a file stands where a folder must be" : writeWords(error);
  }
}

function shown(root: string, file: string): string {
  const inside = relative(root, file);
  return (inside.startsWith("..") ? file : inside).split(sep).join("/");
}
