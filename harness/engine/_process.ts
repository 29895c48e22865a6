import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { AssayError } from "../model/index.ts";
import type { Failure } from "./_answer.ts";
import type { Carrier, Launcher, Listener } from "./_carrier.ts";
import { readJson } from "./_json.ts";
import { encodeFrames, frameDecoder, type Hello, requestText, type WireAnswer } from "./_wire.ts";

/** A program that is an engine. */
export interface Program {
  readonly file: string;
  readonly arguments?: readonly string[];
}

const mostUnwritten = 8 * 1024 * 1024;
const lastWords = 4096;
const running = new Set<ChildProcessWithoutNullStreams>();

/** An engine as a native process: frames over stdin and stdout. `locate` is called at each start and may throw an AssayError. */
export function processLauncher(name: string, locate: () => Program): Launcher {
  return { name, launch: (listener) => launch(name, locate(), listener) };
}

function launch(name: string, program: Program, listener: Listener): Carrier {
  const child = spawn(program.file, program.arguments ?? [], { stdio: "pipe", windowsHide: true });
  const stderr = tail(child);
  let failure: Failure | undefined;
  const fail = (code: Failure["code"], what: string) => {
    failure ??= { code, message: `engine \`${name}\` ${what}` };
    child.kill("SIGKILL");
  };
  child.stdout.on(
    "data",
    reader(listener, (what) => fail("engine-protocol", what)),
  );
  child.stdin.on("error", () => {}); // the end of the process says more
  child.on("error", (cause) => fail("engine-missing", `cannot be started from \`${program.file}\`: ${cause.message}`));
  child.on("close", (code, signal) => {
    running.delete(child);
    const how = signal === null ? `with exit code ${code}` : `by signal ${signal}`;
    listener.end(failure ?? { code: "engine-exited", message: `engine \`${name}\` ended ${how}${stderr()}` });
  });
  endWithHarness(child);
  return {
    send: (requests) => child.stdin.write(encodeFrames(requests.map(requestText))),
    full: () => child.stdin.writableLength > mostUnwritten,
    hold: (held) => hold(child, held),
    kill: () => child.kill("SIGKILL"),
  };
}

/** Reads messages: hello first, then answers. */
function reader(listener: Listener, garbage: (what: string) => void): (chunk: Buffer) => void {
  const decode = frameDecoder();
  let greeted = false;
  let spoilt = false;
  return (chunk) => {
    if (spoilt) return;
    try {
      for (const text of decode(chunk)) {
        const message = readJson(text);
        if (greeted) listener.answer(message as WireAnswer);
        else listener.hello(message as Hello);
        greeted = true;
      }
    } catch (error) {
      if (!(error instanceof AssayError || error instanceof SyntaxError)) throw error;
      spoilt = true;
      garbage(`wrote what is not a message: ${error.message}`);
    }
  };
}

/** Keeps the last words that the process wrote to stderr. */
function tail(child: ChildProcessWithoutNullStreams): () => string {
  let text = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (chunk: string) => {
    text = (text + chunk).slice(-lastWords);
  });
  return () => (text.trim() === "" ? "" : `; its last words: ${text.trim()}`);
}

function endWithHarness(child: ChildProcessWithoutNullStreams): void {
  if (running.size === 0 && !process.listeners("exit").includes(endAll)) process.on("exit", endAll);
  running.add(child);
}

function endAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

function hold(child: ChildProcessWithoutNullStreams, held: boolean): void {
  const handles = [child, child.stdin, child.stdout, child.stderr] as readonly { ref(): void; unref(): void }[];
  for (const handle of handles) {
    if (held) handle.ref();
    else handle.unref();
  }
}
