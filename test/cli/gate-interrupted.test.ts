import fs, { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { commit, writeBlob, writeTree } from "isomorphic-git";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { type Ended, start } from "./_assay.ts";
import { type GitRepository, gitRepository } from "./_git-repository.ts";

const policy = 'package p\n\ndeny contains "p" if input.request.object.spec.hostPID\n';
const author = { name: "somebody", email: "somebody@example.org", timestamp: 1_700_000_000 };

/** Commits so many files that writing them takes a while. */
async function commitMany({ root: dir }: GitRepository): Promise<void> {
  const [rego, data] = [await blob(dir, policy), await blob(dir, `a: ${"x".repeat(1000)}\n`)];
  const names = Array.from({ length: 4000 }, (_, index) => `${String(index).padStart(4, "0")}.yaml`);
  const control = await tree(dir, [{ mode: "100644", path: "policy.rego", oid: rego, type: "blob" }]);
  const policies = await tree(dir, [{ mode: "040000", path: "p", oid: control, type: "tree" }]);
  const many = await tree(
    dir,
    names.map((path) => ({ mode: "100644", path, oid: data, type: "blob" })),
  );
  const whole = await tree(dir, [
    { mode: "040000", path: "many", oid: many, type: "tree" },
    { mode: "040000", path: "rego", oid: policies, type: "tree" },
  ]);
  await commit({ fs, dir, message: "many files", author, tree: whole });
}

const blob = (dir: string, text: string): Promise<string> => writeBlob({ fs, dir, blob: Buffer.from(text) });
const tree = (dir: string, entries: Parameters<typeof writeTree>[0]["tree"]): Promise<string> =>
  writeTree({ fs, dir, tree: entries });

describe.skipIf(process.platform === "win32")("`assay gate` while it writes the base", () => {
  let repository: GitRepository;
  let temporary: string;

  beforeEach(async () => {
    repository = await gitRepository();
    onTestFinished(() => repository.delete());
    await commitMany(repository);
    repository.write({ "rego/p/policy.rego": policy.replace("hostPID", "hostIPC") });
    temporary = join(repository.root, ".git/temporary");
    mkdirSync(temporary);
  });

  /** Sends the signals once the first files are there. */
  async function interrupted(...signals: readonly NodeJS.Signals[]): Promise<Ended> {
    const run = start(["gate", "--base", "HEAD", "--format", "json"], {
      cwd: repository.root,
      env: { TMPDIR: temporary, NODE_DISABLE_COMPILE_CACHE: "1" },
    });
    while (!readdirSync(temporary).some((folder) => existsSync(join(temporary, folder, "many")))) await after(2);
    for (const signal of signals) process.kill(run.pid, signal);
    return run.ended;
  }

  test.each(["SIGINT", "SIGTERM"] as const)(
    "leaves nothing of it at %s, and says that it ended early",
    async (signal) => {
      const { code, stdout } = await interrupted(signal);
      expect(readdirSync(temporary)).toEqual([]);
      expect(JSON.parse(stdout)).toMatchObject({ interrupted: true, outcomes: [], findings: [], problems: [] });
      expect(code).toBe(2);
    },
  );

  test("leaves nothing of it at two signals, of which the second ends it at once", async () => {
    const { code, stdout } = await interrupted("SIGINT", "SIGTERM");
    expect(readdirSync(temporary)).toEqual([]);
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
  });
});
