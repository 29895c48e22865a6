import { MessageChannel, Worker } from "node:worker_threads";
import type { Answer } from "./_answer.ts";
import { type BridgeEnd, type BuiltinCall, type BuiltinResult, serveBuiltins } from "./_bridge.ts";
import type { Carrier, Launcher, Listener } from "./_carrier.ts";
import type { Hello, WireAnswer } from "./_wire.ts";

type AskBuiltin = (call: BuiltinCall) => Promise<Answer<BuiltinResult>>;

/** Compiled policies are evaluated in a thread, so that an evaluation without end can be ended. */
export function wasmLauncher(askBuiltin: AskBuiltin): Launcher {
  return { name: "rego", launch: (listener) => launch(listener, askBuiltin) };
}

function launch(listener: Listener, askBuiltin: AskBuiltin): Carrier {
  const { port1, port2 } = new MessageChannel();
  const workerData: BridgeEnd = { port: port2, bell: serveBuiltins(port1, askBuiltin) };
  const worker = new Worker(program(), { workerData, transferList: [port2] });
  let greeted = false;
  let cause: string | undefined;
  worker.on("message", (message: unknown) => {
    if (greeted) listener.answer(message as WireAnswer);
    else listener.hello(message as Hello);
    greeted = true;
  });
  worker.on("error", (error) => {
    cause = error instanceof Error ? error.message : String(error);
  });
  worker.on("exit", (code) => {
    port1.close();
    listener.end({
      code: "engine-exited",
      message: `the thread that evaluates Rego ended: ${cause ?? `exit code ${code}`}`,
    });
  });
  return {
    send: (requests) => worker.postMessage(requests),
    full: () => false,
    hold: (held) => (held ? worker.ref() : worker.unref()),
    kill: () => void worker.terminate(),
  };
}

/** The thread's program lies beside this file, as source or compiled. */
function program(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "./_wasm-worker.ts" : "./_wasm-worker.js", import.meta.url);
}
