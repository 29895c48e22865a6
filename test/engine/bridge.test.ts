import { once } from "node:events";
import { join } from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";

const bridge = join(import.meta.dirname, "..", "..", "harness", "engine", "_bridge.ts");

/** Calls a builtin in a thread of its own, as an evaluation does. */
const calling = `
  const { workerData, parentPort } = require("node:worker_threads");
  import(${JSON.stringify(bridge)}).then(({ callBuiltin }) => {
    try {
      parentPort.postMessage(callBuiltin(workerData, { name: "upper", args: ['"a"'] }));
    } catch (error) {
      parentPort.postMessage(error.message);
    }
  });
`;

describe("a builtin that an evaluation waits for", () => {
  it("is waited for until its answer is there, though the bell of the call before rings late", async () => {
    const { port1, port2 } = new MessageChannel();
    const bell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const worker = new Worker(calling, { eval: true, workerData: { port: port2, bell }, transferList: [port2] });
    const said = once(worker, "message");
    await once(port1, "message");
    for (let woken = 0; woken === 0; ) woken = Atomics.notify(bell, 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    port1.postMessage({ ok: { result: '"A"' } });
    Atomics.store(bell, 0, 1);
    Atomics.notify(bell, 0);
    expect(await said).toEqual(['"A"']);
    port1.close();
  });
});
