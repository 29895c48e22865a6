/**
 * Builtins that a Rego module does not carry, answered by OPA's own Go code while the evaluation waits.
 *
 * The evaluation runs in a thread of its own and may sleep; the harness's thread, which never sleeps, asks the `opa`
 * engine and wakes it. One call is under way at a time.
 */
import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Answer } from "./_answer.ts";

/** A call as it crosses the threads. Operands are Rego term text. */
export interface BuiltinCall {
  readonly name: string;
  readonly args: readonly string[];
}

/** The `opa` engine's answer: no `result` where the builtin is undefined. */
export interface BuiltinResult {
  readonly result?: string;
}

/** The evaluating thread's end. `bell` is a shared word of memory. */
export interface BridgeEnd {
  readonly port: MessagePort;
  readonly bell: Int32Array<SharedArrayBuffer>;
}

/** Answers calls that come through `port`. @returns the end to hand to the evaluating thread */
export function serveBuiltins(
  port: MessagePort,
  ask: (call: BuiltinCall) => Promise<Answer<BuiltinResult>>,
): BridgeEnd["bell"] {
  const bell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  port.on("message", async (call: BuiltinCall) => {
    port.postMessage(await ask(call));
    Atomics.store(bell, 0, 1);
    Atomics.notify(bell, 0);
  });
  port.unref();
  return bell;
}

/**
 * Asks, and sleeps until the answer is there.
 * @returns the result as Rego term text, or `undefined` where the builtin is undefined or failed on its operands, as in OPA without strict errors
 * @throws Error where the engine itself failed: the evaluation has no result then
 */
export function callBuiltin({ port, bell }: BridgeEnd, call: BuiltinCall): string | undefined {
  Atomics.store(bell, 0, 0);
  port.postMessage(call);
  // The bell of the call before may ring once more while this one waits: only what is written says that the answer is there.
  while (Atomics.load(bell, 0) === 0) Atomics.wait(bell, 0, 0);
  const answer = receiveMessageOnPort(port)?.message as Answer<BuiltinResult> | undefined;
  if (answer?.ok !== undefined) return answer.ok.result;
  if (answer?.error.code === "bad-input") return undefined;
  throw new Error(`${call.name}: ${answer?.error.message ?? "no answer came"}`);
}
