import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Failure } from "./_answer.ts";
import type { Program } from "./_process.ts";

/** One run of a program over files that are there for it alone. */
export interface FileRun {
  readonly program: Program;
  readonly arguments: readonly string[];
  /** Name to text, in the folder in which it runs. */
  readonly files: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** What a program wrote, and the files that it left. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Texts of files whose names were not there before. */
  readonly written: readonly string[];
}

/** Runs of programs, which end with their owner. */
export interface FileRuns {
  run(run: FileRun): Promise<Ran | Failure>;
  close(): void;
}

export function openFileRuns(): FileRuns {
  const ends = new Set<() => void>();
  return {
    run: async (run) => {
      endWithHarness(ends);
      return inFolder(run, ends);
    },
    close: () => {
      endAllOf(ends);
      owners.delete(ends);
    },
  };
}

// --- internal ---

/** What ends the runs of each owner, and removes their files. */
const owners = new Set<Set<() => void>>();

function endWithHarness(ends: Set<() => void>): void {
  if (owners.size === 0 && !process.listeners("exit").includes(endAll)) process.on("exit", endAll);
  owners.add(ends);
}

function endAll(): void {
  for (const ends of owners) endAllOf(ends);
}

function endAllOf(ends: ReadonlySet<() => void>): void {
  for (const end of ends) end();
}

async function inFolder(run: FileRun, ends: Set<() => void>): Promise<Ran | Failure> {
  const folder = mkdtempSync(join(tmpdir(), "assay-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  ends.add(remove);
  try {
    for (const [name, text] of Object.entries(run.files)) writeFileSync(join(folder, name), text);
    const ran = await start(run, folder, ends);
    return "message" in ran ? ran : { ...ran, written: writtenIn(folder, run) };
  } finally {
    ends.delete(remove);
    remove();
  }
}

function start(run: FileRun, cwd: string, ends: Set<() => void>): Promise<Omit<Ran, "written"> | Failure> {
  return new Promise((done) => {
    const { file, arguments: first = [] } = run.program;
    const child = spawn(file, [...first, ...run.arguments], {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8");
      child[name].on("data", (chunk: string) => {
        texts[name] += chunk;
      });
    }
    let failure: Failure | undefined;
    const end = (why: Failure): void => {
      failure ??= why;
      child.kill("SIGKILL");
    };
    const closed = (): void => end({ code: "engine-exited", message: `\`${file}\` was ended` });
    ends.add(closed);
    const late = {
      code: "engine-timeout",
      message: `\`${file}\` took longer than ${run.timeoutMs} ms`,
    } as const;
    const timer = setTimeout(() => end(late), run.timeoutMs);
    child.on("error", ({ message }) =>
      end({ code: "engine-missing", message: `\`${file}\` cannot be started: ${message}` }),
    );
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      ends.delete(closed);
      if (signal !== null) failure ??= { code: "engine-exited", message: `\`${file}\` ended by signal ${signal}` };
      done(failure ?? { code, ...texts });
    });
  });
}

function writtenIn(folder: string, { files }: FileRun): readonly string[] {
  const names = readdirSync(folder).filter((name) => !Object.hasOwn(files, name));
  return names.sort().map((name) => readFileSync(join(folder, name), "utf8"));
}
