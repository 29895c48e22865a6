import fs, { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { add, commit, init, remove } from "isomorphic-git";

/** A git repository that is made of git objects, without a git program. */
export interface GitRepository {
  readonly root: string;
  /** Writes files into the working tree; `undefined` removes one. */
  write(files: Readonly<Record<string, string | undefined>>): void;
  /** Commits the files that are named. @returns the commit */
  commit(files: Readonly<Record<string, string | undefined>>, parents?: readonly string[]): Promise<string>;
  delete(): void;
}

export async function gitRepository(): Promise<GitRepository> {
  const root = mkdtempSync(join(tmpdir(), "assay-git-"));
  await init({ fs, dir: root, defaultBranch: "main" });
  const write: GitRepository["write"] = (files) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      if (text === undefined) rmSync(join(root, path));
      else writeFileSync(join(root, path), text);
    }
  };
  return {
    root,
    write,
    commit: async (files, parents) => {
      write(files);
      for (const [filepath, text] of Object.entries(files))
        await (text === undefined ? remove({ fs, dir: root, filepath }) : add({ fs, dir: root, filepath }));
      const author = { name: "somebody", email: "somebody@example.org", timestamp: 1_700_000_000 };
      return commit({
        fs,
        dir: root,
        message: "a change",
        author,
        ...(parents === undefined ? {} : { parent: [...parents] }),
      });
    },
    delete: () => rmSync(root, { recursive: true, force: true }),
  };
}
