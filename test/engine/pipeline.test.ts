import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { Pipeline } from "../../harness/engine/_pipeline.ts";
import { processLauncher } from "../../harness/engine/_process.ts";

const fake = `${import.meta.dirname}/../fixtures/fake-engine.ts`;
const opened: Pipeline[] = [];

/** A pipeline to the fake engine; `words` are the fake's arguments. */
function open(timeoutMs = 20_000, words: readonly string[] = []): Pipeline {
  const program = { file: process.execPath, arguments: [fake, ...words] };
  const pipeline = new Pipeline(
    processLauncher("fake", () => program),
    { timeoutMs },
  );
  opened.push(pipeline);
  return pipeline;
}

afterEach(() => {
  for (const pipeline of opened.splice(0)) pipeline.close();
});

describe("a pipeline", () => {
  it("answers a thousand requests that are asked at once, each with its own answer", async () => {
    const pipeline = open();
    const numbers = Array.from({ length: 1000 }, (_, index) => index);
    const answers = await Promise.all(numbers.map((index) => pipeline.ask("echo", { index })));
    expect(answers).toEqual(numbers.map((index) => ({ ok: { index } })));
  });

  it("carries messages of several megabytes in both directions, to the letter", async () => {
    const text = "é\u0000💥".repeat(1_000_000);
    const [large, small] = await Promise.all([open().ask("echo", { text }), open().ask("echo", { text: "" })]);
    expect(large.ok).toEqual({ text });
    expect(small.ok).toEqual({ text: "" });
  });

  it("gives the request that the engine dies on an error, and the others their answers from a fresh engine", async () => {
    const pipeline = open();
    await pipeline.ask("set", { as: "a", value: 1 }, { makes: "a" });
    const answers = await Promise.all([
      pipeline.ask("get", { handle: "a" }),
      pipeline.ask("kill", {}),
      ...Array.from({ length: 500 }, () => pipeline.ask("get", { handle: "a" })),
    ]);
    expect(answers[1]?.error).toEqual({ code: "engine-exited", message: "engine `fake` ended by signal SIGKILL" });
    expect(answers.filter((answer) => answer.ok === 1).length).toBe(501);
  });

  it("says with which code and last words the engine ended", async () => {
    const { error } = await open().ask("die", {});
    expect(error).toEqual({
      code: "engine-exited",
      message: "engine `fake` ended with exit code 3; its last words: something is very wrong",
    });
  });

  it("starts a fresh engine when an idle one was killed from outside", async () => {
    const pipeline = open();
    await pipeline.ask("set", { as: "a", value: "kept" }, { makes: "a" });
    const { ok: first } = await pipeline.ask<number>("pid", {});
    process.kill(first as number, "SIGKILL");
    await gone(first as number);
    expect(await pipeline.ask("get", { handle: "a" })).toEqual({ ok: "kept" });
    expect((await pipeline.ask("pid", {})).ok).not.toBe(first);
  });

  it("sets up again what was not dropped, in its order, and nothing else", async () => {
    const pipeline = open();
    for (const as of ["a", "b", "c"]) await pipeline.ask("set", { as, value: as }, { makes: as });
    await pipeline.ask("drop", { handles: ["b"] });
    await pipeline.ask("die", {});
    expect((await pipeline.ask("handles", {})).ok).toEqual(["a", "c"]);
  });

  it("tries each request once, however many of them the engine dies on", async () => {
    const pipeline = open();
    const answers = await Promise.all(Array.from({ length: 5 }, () => pipeline.ask("die", {})));
    expect(answers.map(({ error }) => error?.code)).toEqual(Array.from({ length: 5 }, () => "engine-exited"));
    expect(await pipeline.ask("echo", { still: "there" })).toEqual({ ok: { still: "there" } });
  });

  it("ends a request over its time limit, and answers those behind it", async () => {
    const pipeline = open(300);
    await pipeline.ask("set", { as: "a", value: 1 }, { makes: "a" });
    const [hanging, behind] = await Promise.all([pipeline.ask("hang", {}), pipeline.ask("get", { handle: "a" })]);
    expect(hanging.error).toEqual({
      code: "engine-timeout",
      message: "engine `fake` was stopped: it did not finish within 0.3 s",
    });
    expect(behind).toEqual({ ok: 1 });
  });

  it("does not count the time that a request waits behind others", async () => {
    const pipeline = open(2000);
    const answers = await Promise.all(Array.from({ length: 4 }, () => pipeline.ask("sleep", { milliseconds: 700 })));
    expect(answers.map(({ error }) => error)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it("blames nobody for the time in which the harness itself was busy", async () => {
    const pipeline = open(300);
    await pipeline.ask("echo", {});
    const asked = pipeline.ask("sleep", { milliseconds: 100 });
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
    expect(await asked).toEqual({ ok: {} });
  });

  it("takes a longer limit for a single request", async () => {
    const pipeline = open(200);
    expect(await pipeline.ask("sleep", { milliseconds: 600 }, { timeoutMs: 20_000 })).toEqual({ ok: {} });
  });

  it.for(["garbage", "misnumbered"])("ends an engine whose answer is %s, and answers the rest", async (op) => {
    const pipeline = open();
    const [wrong, behind] = await Promise.all([pipeline.ask(op, {}), pipeline.ask("echo", { x: 1 })]);
    expect(wrong.error?.code).toBe("engine-protocol");
    expect(behind).toEqual({ ok: { x: 1 } });
  });

  it("goes on with the same engine after a panic that the engine caught", async () => {
    const pipeline = open();
    const before = await pipeline.ask("pid", {});
    const panicked = await pipeline.ask("panic", {});
    expect(panicked.error).toEqual({ code: "engine-panic", message: "engine `fake` panicked: index out of range" });
    expect(await pipeline.ask("pid", {})).toEqual(before);
  });

  it("hands out the engine's own words and details for bad input", async () => {
    const { error } = await open().ask("refuse", { code: 422 });
    expect(error).toEqual({ code: "bad-input", message: "your object is at fault", details: { code: 422 } });
  });

  it.for([
    { words: ["fake", "2"], what: "another version of the wire" },
    { words: ["kube", "1"], what: "another engine" },
  ])("refuses $what", async ({ words }) => {
    const pipeline = open(20_000, words);
    const answers = await Promise.all([pipeline.ask("echo", {}), pipeline.ask("echo", {})]);
    expect(answers.map(({ error }) => error?.code)).toEqual(["engine-protocol", "engine-protocol"]);
  });

  it("says why an engine ends before it is ready", async () => {
    const { error } = await open(20_000, ["fake", "1", "dies"]).ask("echo", {});
    expect(error?.message).toBe("engine `fake` ended with exit code 4; its last words: no such library");
  });

  it("says where it looked for an engine that cannot be started", async () => {
    const launcher = processLauncher("fake", () => ({ file: "/no/such/program" }));
    const pipeline = new Pipeline(launcher, { timeoutMs: 1000 });
    const { error } = await pipeline.ask("echo", {});
    expect(error?.code).toBe("engine-missing");
    expect(error?.message).toContain("`/no/such/program`");
  });

  it("fails what is asked when it is closed, and what is asked later", async () => {
    const pipeline = open();
    await pipeline.ask("echo", {});
    const asked = [pipeline.ask("hang", {}), pipeline.ask("echo", {})];
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    pipeline.close();
    const later = pipeline.ask("echo", {});
    const codes = (await Promise.all([...asked, later])).map(({ error }) => error?.code);
    expect(codes).toEqual(["engine-exited", "engine-exited", "engine-exited"]);
  });
});

describe("an engine's process", () => {
  const harness = (then: string) => `
    import { Pipeline } from ${JSON.stringify(`${import.meta.dirname}/../../harness/engine/_pipeline.ts`)};
    import { processLauncher } from ${JSON.stringify(`${import.meta.dirname}/../../harness/engine/_process.ts`)};
    const program = { file: process.execPath, arguments: [${JSON.stringify(fake)}] };
    const pipeline = new Pipeline(processLauncher("fake", () => program), { timeoutMs: 60000 });
    const { ok } = await pipeline.ask("pid", {});
    console.log(ok);
    ${then}`;

  function start(then: string) {
    return spawn(process.execPath, ["--input-type=module-typescript", "--eval", harness(then)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
  }

  it("does not outlive a harness that is killed", async () => {
    const child = start("setInterval(() => {}, 1000);");
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    child.kill("SIGKILL");
    await gone(Number(line.toString()));
  });

  it("does not outlive a harness that exits while a request hangs", async () => {
    const child = start(`void pipeline.ask("hang", {}); setTimeout(() => process.exit(0), 100);`);
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    await once(child, "exit");
    await gone(Number(line.toString()));
  });

  it("does not keep a harness alive that asks nothing", async () => {
    const child = start("");
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
  });
});

/** Waits until no process has the id; the test's own limit is the patience. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
