import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { AssayError } from "../model/index.ts";
import { filesOfCommit, openRepository } from "./_git.ts";

/** A revision of a project as a folder that can be loaded. */
export interface Revision {
  readonly folder: string;
  /** Whether it was written for this run, from git. */
  readonly isCopy: boolean;
  /** Removes what was written for it. */
  remove(): void;
}

/** How a revision is opened. */
export interface OpeningRevision {
  /** Stops the writing. */
  readonly signal?: AbortSignal;
  /** Told how to remove what is written, before anything is. */
  readonly onCopy?: (remove: () => void) => void;
}

/**
 * Opens a folder, or the state of the project at a revision of its git repository: its policies, cases and configuration, written to a temporary
 * folder. No git program is needed. What begins with `.` or `/` is a folder; else a revision goes before a folder of the same name.
 * @throws an AssayError where there is neither, and the signal's reason where it is aborted; nothing is left then
 */
export async function openRevision(root: string, name: string, opening: OpeningRevision = {}): Promise<Revision> {
  const folder = resolve(root, name);
  const isPath = name.startsWith(".") || isAbsolute(name);
  if (isPath) {
    if (isFolder(folder)) return { folder, isCopy: false, remove: () => undefined };
    throw new AssayError("bad-usage", `there is no folder \`${name}\``);
  }
  const repository = await openRepository(root);
  const found = await repository?.commit(name);
  if (repository !== undefined && found !== undefined && "commit" in found)
    return written(filesOfCommit(repository, found.commit), opening);
  if (isFolder(folder)) return { folder, isCopy: false, remove: () => undefined };
  const why = found !== undefined && "why" in found ? found.why : "the project lies in no git repository";
  throw new AssayError("bad-usage", `\`${name}\` is neither a revision nor a folder: ${why}`);
}

// --- internal ---

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

async function written(
  files: ReturnType<typeof filesOfCommit>,
  { signal, onCopy }: OpeningRevision,
): Promise<Revision> {
  const folder = mkdtempSync(join(tmpdir(), "assay-revision-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  onCopy?.(remove);
  try {
    const links: (() => void)[] = []; // last, so that nothing is written through one
    for await (const { path, bytes, isLink } of files) {
      signal?.throwIfAborted();
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      if (isLink) links.push(() => symlinkSync(Buffer.from(bytes).toString("utf8"), file));
      else writeFileSync(file, bytes);
    }
    for (const link of links) link();
    return { folder, isCopy: true, remove };
  } catch (error) {
    remove();
    if (error instanceof AssayError || signal?.aborted === true) throw error;
    throw new AssayError("bad-file", `the revision cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
