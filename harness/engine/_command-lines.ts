import { spawn } from "node:child_process";
import type { Failure } from "./_answer.ts";
import { endingOf, endWithHarness, hold, stderrTail } from "./_child.ts";

/** A program and where it runs. */
export interface Command {
  readonly run: readonly [program: string, ...words: string[]];
  /** @defaultValue the current folder */
  readonly folder?: string;
}

/** What a program that is asked in lines reports. */
export interface LineListener {
  line(text: string): void;
  /** The program is over; nothing comes after that. */
  end(failure: Failure): void;
}

/** A running program. */
export interface Lines {
  send(line: string): void;
  /** Ends it for a reason of ours. @returns the reason with the program's last words */
  stop(failure: Failure): Failure;
  /** Whether it keeps the harness alive. */
  hold(held: boolean): void;
}

/** The program as messages name it. */
export function commandText({ run }: Command): string {
  return run.join(" ");
}

/** Starts a program that is asked on stdin and answers on stdout, one line each. Nothing is reported before this function is left. */
export function startLines(command: Command, listener: LineListener): Lines {
  const [program, ...words] = command.run;
  const { folder: cwd } = command;
  const child = spawn(program, words, { stdio: "pipe", windowsHide: true, ...(cwd === undefined ? {} : { cwd }) });
  const name = `\`${commandText(command)}\``;
  const stderr = stderrTail(child);
  let failure: Failure | undefined;
  const stop = (why: Failure): Failure => {
    failure ??= { ...why, message: `${why.message}${stderr()}` };
    child.kill("SIGKILL");
    return failure;
  };
  const tooLong: Failure = { code: "engine-protocol", message: `${name} wrote a line of more than ${lineLimit} bytes` };
  const split = lineSplitter(
    (line) => failure === undefined && listener.line(line), // what follows a reason to stop is worth nothing
    () => stop(tooLong),
  );
  child.stdout.on("data", (chunk: Buffer) => failure === undefined && split(chunk));
  child.stdin.on("error", () => {}); // the end of the program says more
  child.on("error", (cause) =>
    stop({ code: "engine-missing", message: `${name} cannot be started: ${cause.message}` }),
  );
  child.on("close", (code, signal) =>
    listener.end(failure ?? { code: "engine-exited", message: `${name} ended ${endingOf(code, signal)}${stderr()}` }),
  );
  endWithHarness(child);
  return { send: (line) => void child.stdin.write(`${line}\n`), stop, hold: (held) => hold(child, held) };
}

// --- internal ---

/** A review has at most 3 MiB, and an answer hardly more than the patch of one. In bytes. */
const lineLimit = 64 * 1024 * 1024;

const newline = 0x0a;

function lineSplitter(take: (line: string) => void, overflow: () => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let size = 0;
  return (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      take(Buffer.concat([...parts, chunk.subarray(start, end)]).toString("utf8"));
      parts = [];
      size = 0;
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > lineLimit) overflow();
  };
}
