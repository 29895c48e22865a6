import fs, { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commit, packObjects, writeBlob, writeRef, writeTree } from "isomorphic-git";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openRevision } from "../../harness/load/index.ts";
import { type GitRepository, gitRepository } from "../cli/_git-repository.ts";

const author = { name: "somebody", email: "somebody@example.org", timestamp: 1_700_000_000 };

describe("`openRevision()`", () => {
  let repository: GitRepository;

  beforeEach(async () => {
    repository = await gitRepository();
    onTestFinished(() => repository.delete());
  });

  /** The files of a revision, path to text. */
  async function filesOf(name: string, root = repository.root): Promise<Readonly<Record<string, string>>> {
    const revision = await openRevision(root, name);
    try {
      const paths = readdirSync(revision.folder, { recursive: true, encoding: "utf8" });
      const files = paths.filter((path) => !readdirNames(join(revision.folder, path)));
      return Object.fromEntries(files.map((path) => [path, readFileSync(join(revision.folder, path), "utf8")]));
    } finally {
      revision.remove();
      if (revision.isCopy) expect(existsSync(revision.folder)).toBe(false);
    }
  }

  const readdirNames = (path: string): boolean => fs.statSync(path).isDirectory();

  test("has what a project is made of as it was, and nothing else", async () => {
    await repository.commit({ "rego/a/policy.rego": "old", "cases/a/deny/x.yaml": "a: 1", "README.md": "text" });
    repository.write({ "rego/a/policy.rego": "new", "rego/b/policy.rego": "new" });
    expect(await filesOf("HEAD")).toEqual({ "rego/a/policy.rego": "old", "cases/a/deny/x.yaml": "a: 1" });
  });

  test("knows branches, tags, commits in short, and what came before them", async () => {
    const first = await repository.commit({ "a.yaml": "1" });
    const second = await repository.commit({ "a.yaml": "2" });
    const third = await repository.commit({ "a.yaml": "3" }, [second, first]);
    await writeRef({ fs, dir: repository.root, ref: "refs/tags/v1", value: first });
    writeFileSync(join(repository.root, ".git/FETCH_HEAD"), `${first}\tbranch 'main' of example.org/policies\n`);
    const names = [
      "FETCH_HEAD",
      "main",
      "@",
      "v1",
      first.slice(0, 8),
      "HEAD~1",
      "HEAD^",
      "HEAD^1^",
      "HEAD^2",
      `${third}~2`,
    ];
    const texts = await Promise.all(names.map(async (name) => (await filesOf(name))["a.yaml"]));
    expect(texts).toEqual(["1", "3", "3", "1", "1", "2", "2", "1", "1", "1"]);
    await expect(openRevision(repository.root, "HEAD^3")).rejects.toThrow("`HEAD^3` has no such commit before it");
  });

  test("reads a folder of the repository as the project that it is, and none that was not there yet", async () => {
    await repository.commit({ "policies/rego/a.rego": "a", "other/b.rego": "b" });
    mkdirSync(join(repository.root, "young"));
    expect(await filesOf("HEAD", join(repository.root, "policies"))).toEqual({ "rego/a.rego": "a" });
    expect(await filesOf("HEAD", join(repository.root, "young"))).toEqual({});
  });

  test("reads packed objects", async () => {
    const oid = await repository.commit({ "a.yaml": "packed" });
    const objects = join(repository.root, ".git/objects");
    const loose = readdirSync(objects).filter((name) => name.length === 2);
    const oids = loose.flatMap((name) => readdirSync(join(objects, name)).map((rest) => name + rest));
    const { filename } = await packObjects({ fs, dir: repository.root, oids, write: true });
    const { indexPack } = await import("isomorphic-git");
    await indexPack({ fs, dir: repository.root, filepath: `.git/objects/pack/${filename}` });
    for (const name of loose) rmSync(join(objects, name), { recursive: true });
    expect(await filesOf(oid)).toEqual({ "a.yaml": "packed" });
  });

  test("reads a linked worktree, which has a HEAD of its own", async () => {
    const first = await repository.commit({ "a.yaml": "1" });
    await repository.commit({ "a.yaml": "2" });
    const own = join(repository.root, ".git/worktrees/w");
    const tree = join(repository.root, "w");
    mkdirSync(own, { recursive: true });
    mkdirSync(tree);
    writeFileSync(join(own, "HEAD"), `${first}\n`);
    writeFileSync(join(own, "commondir"), "../..\n");
    writeFileSync(join(tree, ".git"), `gitdir: ${own}\n`);
    expect(await filesOf("HEAD", tree)).toEqual({ "a.yaml": "1" });
    expect(await filesOf("main", tree)).toEqual({ "a.yaml": "2" });
  });

  test("keeps symbolic links as links", async () => {
    mkdirSync(join(repository.root, "rego"));
    symlinkSync("shared.rego", join(repository.root, "rego/a.rego"));
    const dir = repository.root;
    const { add } = await import("isomorphic-git");
    await add({ fs, dir, filepath: "rego/a.rego" });
    await repository.commit({ "rego/shared.rego": "shared" });
    expect(await filesOf("HEAD")).toEqual({ "rego/a.rego": "shared", "rego/shared.rego": "shared" });
  });

  test("takes what begins with a dot for a folder, and other names for a revision before a folder", async () => {
    await repository.commit({ "a.yaml": "committed" });
    repository.write({ "main/b.yaml": "a folder", "old/c.yaml": "another" });
    expect(await filesOf("main")).toEqual({ "a.yaml": "committed" });
    expect(await filesOf("./main")).toEqual({ "b.yaml": "a folder" });
    expect(await filesOf("old")).toEqual({ "c.yaml": "another" });
    await expect(openRevision(repository.root, "./nowhere")).rejects.toThrow("there is no folder `./nowhere`");
  });

  test("writes nothing outside of its folder, whatever a tree calls its files", async () => {
    const dir = repository.root;
    const blob = await writeBlob({ fs, dir, blob: Buffer.from("x") });
    const inner = await writeTree({ fs, dir, tree: [{ mode: "100644", path: "x.yaml", oid: blob, type: "blob" }] });
    const tree = await writeTree({ fs, dir, tree: [{ mode: "040000", path: "..", oid: inner, type: "tree" }] });
    const oid = await commit({ fs, dir, message: "x", author, tree, ref: "refs/heads/bad" });
    await expect(openRevision(dir, oid)).rejects.toThrow("the revision cannot be read");
  });
});
