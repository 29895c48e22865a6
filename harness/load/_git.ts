import fs, { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/** A git repository, read without a git program. */
export interface Repository {
  /** Where its objects are. */
  readonly gitdir: string;
  /** Folder of the project in it, with forward slashes; empty for its root. */
  readonly inside: string;
  /** What the library keeps between reads. */
  readonly cache: object;
  /** The commit that a name stands for, or why there is none. */
  commit(name: string): Promise<{ readonly commit: string } | { readonly why: string }>;
}

/** A file of a commit. */
interface CommittedFile {
  /** Relative to the project. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly isLink: boolean;
}

/** The repository that a folder lies in; `undefined` where it lies in none. */
export async function openRepository(folder: string): Promise<Repository | undefined> {
  const top = topOf(resolve(folder));
  if (top === undefined) return undefined;
  const own = ownDir(top);
  const gitdir = commonDir(own);
  const cache = {};
  return {
    gitdir,
    cache,
    inside: relative(top, resolve(folder)).split(sep).join("/"),
    commit: async (name) => {
      const [, ref = "", steps = ""] = /^(.*?)((?:[~^]\d*)*)$/s.exec(name) ?? [];
      const oid = (await oidOf(ref === "" || ref === "@" ? "HEAD" : ref, [own, gitdir])) ?? "";
      if (oid === "")
        return {
          why: `git knows no branch, tag or commit \`${ref}\`; ${howToFetch(gitdir, "`git fetch origin BRANCH`, and it is `FETCH_HEAD`")}`,
        };
      return walkBack({ gitdir, cache, name }, oid, steps);
    },
  };
}

/** The files of the project at a commit that a project is made of, and symbolic links. */
export async function* filesOfCommit(
  { gitdir, cache, inside }: Repository,
  commit: string,
): AsyncGenerator<CommittedFile> {
  const { readBlob } = await import("isomorphic-git");
  const open = [{ path: "", at: inside, oid: commit }];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const { folders, files } = await entriesOf({ gitdir, cache }, folder);
    open.push(...folders);
    for (const { path, oid, mode } of files) {
      const { blob } = await readBlob({ fs, gitdir, cache, oid });
      yield { path, bytes: blob, isLink: isLink(mode) };
    }
  }
}

// --- internal ---

/** Policies, cases, data and configurations. */
const partOfProject = /\.(rego|ya?ml|json)$/;

/** A folder of a commit: where it lies in the project, and its tree, or a commit and where in it. */
interface Folder {
  readonly path: string;
  readonly at: string;
  readonly oid: string;
}

interface Entries {
  readonly folders: readonly Folder[];
  readonly files: readonly { readonly path: string; readonly oid: string; readonly mode: string }[];
}

async function entriesOf(from: Pick<Repository, "gitdir" | "cache">, { path, at, oid }: Folder): Promise<Entries> {
  const { Errors, readTree } = await import("isomorphic-git");
  const reading = readTree({ fs, ...from, oid, ...(at === "" ? {} : { filepath: at }) });
  const { tree } = await reading.catch((error: unknown) => {
    if (at !== "" && error instanceof Errors.NotFoundError) return { tree: [] }; // the project was not there yet
    throw error;
  });
  // The library refuses trees with names such as `..`.
  const entries = tree.map((entry) => ({
    ...entry,
    name: entry.path,
    path: path === "" ? entry.path : `${path}/${entry.path}`,
  }));
  return {
    folders: entries
      .filter(({ type, name }) => type === "tree" && name !== "node_modules")
      .map((entry) => ({ path: entry.path, at: "", oid: entry.oid })),
    files: entries.filter(({ type, mode, name }) => type === "blob" && (isLink(mode) || partOfProject.test(name))),
  };
}

function isLink(mode: string): boolean {
  return mode === "120000";
}

function topOf(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : topOf(above);
}

/** In a linked worktree and in a submodule `.git` is a file that says where. */
function ownDir(top: string): string {
  const dotGit = join(top, ".git");
  if (fs.statSync(dotGit).isDirectory()) return dotGit;
  const [, where = ""] = /^gitdir: (.*)$/m.exec(readFileSync(dotGit, "utf8")) ?? [];
  return resolve(top, where);
}

/** Worktrees share their objects and branches. */
function commonDir(own: string): string {
  const file = join(own, "commondir");
  return existsSync(file) ? resolve(own, readFileSync(file, "utf8").trim()) : own;
}

/** A worktree's own `HEAD` goes before that of the repository. */
async function oidOf(ref: string, gitdirs: readonly string[]): Promise<string | undefined> {
  const { expandOid, resolveRef } = await import("isomorphic-git");
  const [own = "", common = own] = gitdirs;
  const tries = [
    async () => resolveRef({ fs, gitdir: common, ref: await headOf(own, ref) }),
    async () => (/^[A-Z]+_HEAD$/.test(ref) ? firstOid(join(own, ref)) : undefined),
    async () => (/^[0-9a-f]{4,40}$/.test(ref) ? expandOid({ fs, gitdir: common, oid: ref }) : undefined),
  ];
  for (const attempt of tries) {
    const oid = await attempt().catch(() => undefined);
    if (oid !== undefined) return oid;
  }
  return undefined;
}

/** `FETCH_HEAD` says more than the commit. */
function firstOid(file: string): string | undefined {
  return /^[0-9a-f]{40}/.exec(readFileSync(file, "utf8"))?.[0];
}

async function headOf(own: string, ref: string): Promise<string> {
  if (ref !== "HEAD") return ref;
  return readFileSync(join(own, "HEAD"), "utf8")
    .trim()
    .replace(/^ref: /, "");
}

/** A shallow clone, as CI makes it, has the last commits of one branch alone. */
function howToFetch(gitdir: string, elsewhere: string): string {
  if (!existsSync(join(gitdir, "shallow"))) return "fetch it first";
  return `the clone is shallow: fetch it first, in GitHub Actions with \`fetch-depth: 0\` of actions/checkout (\`2\` for \`HEAD^1\`), elsewhere with ${elsewhere}`;
}

/** `~2` and `^2`, as git reads them. */
async function walkBack(
  { gitdir, cache, name }: { readonly gitdir: string; readonly cache: object; readonly name: string },
  start: string,
  steps: string,
): Promise<{ readonly commit: string } | { readonly why: string }> {
  const { readCommit } = await import("isomorphic-git");
  const parents = [...steps.matchAll(/([~^])(\d*)/g)].flatMap(([, kind, digits = ""]) => {
    const number = digits === "" ? 1 : Number(digits);
    return kind === "~" ? Array.from({ length: number }, () => 0) : number === 0 ? [] : [number - 1];
  });
  let oid: string | undefined = start;
  try {
    for (const parent of parents) {
      const { commit }: Awaited<ReturnType<typeof readCommit>> = await readCommit({ fs, gitdir, cache, oid });
      oid = commit.parent[parent];
      if (oid === undefined) return { why: `\`${name}\` has no such commit before it` };
    }
    return { commit: (await readCommit({ fs, gitdir, cache, oid })).oid };
  } catch {
    return {
      why: `the commit \`${oid?.slice(0, 12)}\` of \`${name}\` is not in this clone; ${howToFetch(gitdir, "`git fetch --deepen 1`")}`,
    };
  }
}
