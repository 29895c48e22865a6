import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const main = join(import.meta.dirname, "../../harness/cli/main.ts");
const fixtures = join(import.meta.dirname, "../fixtures");

/** What a command line gave. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the real program in a folder. */
export function start(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>>; readonly stdin?: string } = {},
): { readonly pid: number; readonly ended: Promise<Ended> } {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    cwd: options.cwd ?? fixtures,
    env: { ...env, ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(options.stdin ?? "");
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = new Promise<Ended>((done) => child.on("close", (code) => done({ code, ...output })));
  return { pid: child.pid ?? 0, ended };
}

/** Runs the real program in a folder, with times made equal. */
export async function assay(args: readonly string[], options: Parameters<typeof start>[1] = {}): Promise<Ended> {
  const { code, stdout, stderr } = await start(args, options).ended;
  return { code, stdout: stdout.replaceAll(/in \d+\.\d\d s/g, "in 0.00 s"), stderr };
}

/** A copy of a project of test/fixtures that may be changed; removed after the test. */
export function copyOf(fixture: string): {
  readonly root: string;
  edit(path: string, change: (text: string) => string): void;
  write(path: string, text: string): void;
  remove(path: string): void;
} {
  const root = mkdtempSync(join(tmpdir(), "assay-cli-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(join(fixtures, fixture), root, { recursive: true });
  return {
    root,
    edit: (path, change) => {
      const before = readFileSync(join(root, path), "utf8");
      const after = change(before);
      if (after === before) throw new Error(`the edit of ${path} changes nothing`);
      writeFileSync(join(root, path), after);
    },
    write: (path, text) => writeFileSync(join(root, path), text),
    remove: (path) => rmSync(join(root, path), { recursive: true }),
  };
}
