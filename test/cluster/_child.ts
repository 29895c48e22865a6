import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";

/** A program that ends with its standard input, and so with this process, however that ends. */
export interface Child {
  /** Rejects when the program ends before it is told to. */
  readonly ended: Promise<never>;
  /** Tells the program to end, kills it by its id where it does not, and waits until it is gone. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly file: string;
  readonly arguments: readonly string[];
  /** What the program writes. */
  readonly log: string;
  /** Removed by the program when this process does not live to do it. */
  readonly folder: string;
}

const graceMs = 5_000;

/** Starts a program of test/cluster/server. */
export function startChild({ file, arguments: given, log, folder }: ChildOptions): Child {
  const output = openSync(log, "a");
  const env = { ...process.env, ASSAY_CLUSTER_FOLDER: folder };
  const child = spawn(file, given, { stdio: ["pipe", output, output], env });
  closeSync(output);
  let stopping = false;
  const gone = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  child.stdin?.on("error", () => {}); // the end of the program says more
  const ended = gone.then((how) => {
    if (stopping) return new Promise<never>(() => {});
    throw new Error(`\`${file}\` ended by itself (${how}). Its last words:\n${lastLines(log)}`);
  });
  ended.catch(() => {}); // whoever waits for the program is told
  return {
    ended,
    stop: async () => {
      stopping = true;
      await end(child, gone);
    },
  };
}

async function end(child: ChildProcess, gone: Promise<string>): Promise<void> {
  child.stdin?.end();
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await gone;
  clearTimeout(timer);
}

function lastLines(log: string): string {
  return readFileSync(log, "utf8").trimEnd().split("\n").slice(-15).join("\n");
}
