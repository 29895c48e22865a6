import { spawn } from "node:child_process";
import { AssayError } from "../model/index.ts";
import type { Failure } from "./_answer.ts";
import type { Carrier, Launcher, Listener } from "./_carrier.ts";
import { endingOf, endWithHarness, hold, stderrTail } from "./_child.ts";
import { readJson } from "./_json.ts";
import { encodeFrames, frameDecoder, type Hello, requestText, type WireAnswer } from "./_wire.ts";

/** A program that is an engine. */
export interface Program {
  readonly file: string;
  readonly arguments?: readonly string[];
}

const mostUnwritten = 8 * 1024 * 1024;

/** An engine as a native process: frames over stdin and stdout. `locate` is called at each start and may throw an AssayError. */
export function processLauncher(name: string, locate: () => Program): Launcher {
  return { name, launch: (listener) => launch(name, locate(), listener) };
}

function launch(name: string, program: Program, listener: Listener): Carrier {
  const child = spawn(program.file, program.arguments ?? [], { stdio: "pipe", windowsHide: true });
  const stderr = stderrTail(child);
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
    const message = `engine \`${name}\` ended ${endingOf(code, signal)}${stderr()}`;
    listener.end(failure ?? { code: "engine-exited", message });
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
