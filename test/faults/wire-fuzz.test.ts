import { spawn } from "node:child_process";
import { once } from "node:events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { locateBinary } from "../../harness/engine/_binary.ts";
import { encodeFrames, frameDecoder, maxMessage } from "../../harness/engine/_wire.ts";
import { AssayError } from "../../harness/model/index.ts";

const seed = 20261122;
const ops = {
  opa: ["check", "inspect", "compile", "format", "prepare", "eval", "test", "builtin", "drop"],
  kube: ["read", "world", "policies", "admit", "judge", "drop"],
} as const;

describe("the harness's decoder", () => {
  const stream = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });

  test("reads one stream alike however it is cut, and refuses it alike", () => {
    fc.assert(
      fc.property(stream, (chunks) => {
        const whole = decoded([Buffer.concat(chunks)]);
        expect(decoded(chunks.map((chunk) => Buffer.from(chunk)))).toEqual(whole);
      }),
      { seed, numRuns: 5000 },
    );
  });

  test("refuses with a reason, and with nothing else, a length that no message may have", () => {
    fc.assert(
      fc.property(fc.integer({ min: maxMessage + 1, max: 0xffffffff }), fc.array(fc.string()), (length, before) => {
        const head = Buffer.alloc(4);
        head.writeUInt32LE(length);
        const { messages, error } = decoded([encodeFrames(before), head]);
        expect(messages).toEqual(before.map((text) => Buffer.from(text).toString()));
        expect(error).toBe(`a frame of ${length} bytes is larger than ${maxMessage}: the stream is not one of frames`);
      }),
      { seed, numRuns: 300 },
    );
  });

  /** Messages up to a refusal. */
  function decoded(chunks: readonly Buffer[]): { readonly messages: readonly string[]; readonly error?: string } {
    const decode = frameDecoder();
    const messages: string[] = [];
    try {
      for (const chunk of chunks) messages.push(...decode(chunk));
      return { messages };
    } catch (error) {
      if (!(error instanceof AssayError) || error.code !== "engine-protocol") throw error;
      return { messages, error: error.message };
    }
  }
});

describe.each(["opa", "kube"] as const)("the engine %s", (engine) => {
  const json = fc.json({ maxDepth: 3 });

  test("ends with code 1 and a reason, or is done, after bytes without meaning", async () => {
    const noises = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 200 }), { seed, numRuns: 12 });
    for (const noise of noises) {
      const { code, answers, stderr } = await talk(engine, Buffer.from(noise));
      expect([0, 1], JSON.stringify([...noise])).toContain(code);
      if (code === 1) expect(stderr).toMatch(new RegExp(`^engine ${engine}: (?:the input ends|a frame of) .*\\n$`));
      expect(answers.filter((answer) => answer.error?.code !== "bad-request")).toEqual([]);
    }
  });

  test("answers every frame that is no request as a bad request", async () => {
    const noise = fc.oneof(
      fc.string({ unit: "binary" }),
      json,
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
    );
    const texts = fc.sample(noise, { seed, numRuns: 500 });
    const { code, answers } = await talk(engine, encodeFrames(texts));
    expect(code).toBe(0);
    expect(answers.map(({ error }) => error?.code)).toEqual(texts.map(() => "bad-request"));
  });

  test("answers every request whose body is garbage with an error that blames the request", async () => {
    const body = fc.oneof(
      json,
      json.map((value) => `{"garbage":${value}}`),
    );
    const request = fc
      .tuple(fc.constantFrom(...ops[engine], "nope"), body)
      .filter(([, text]) => text !== "null" && text !== "{}");
    const asked = fc.sample(request, { seed, numRuns: 500 });
    const frames = asked.map(([op, text], id) => `{"id":${id},"op":"${op}","body":${text}}`);
    const { code, answers } = await talk(engine, encodeFrames(frames));
    expect(code).toBe(0);
    expect(answers.map(({ id, error }) => [id, error?.code])).toEqual(asked.map((_, id) => [id, "bad-request"]));
  });

  test("answers every request that was cut off, changed or doubled with an error, and the next one well", async () => {
    const change = fc.tuple(fc.nat(), fc.nat({ max: 6 }), fc.string({ maxLength: 3 }));
    const good = `{"id":1,"op":"drop","body":{"handles":[]}}`;
    const texts = fc
      .sample(change, { seed, numRuns: 400 })
      .map(
        ([at, remove, insert]) => good.slice(0, at % good.length) + insert + good.slice((at % good.length) + remove),
      );
    const { code, answers } = await talk(engine, encodeFrames(texts.flatMap((text) => [text, good])));
    expect(code).toBe(0);
    expect(answers.filter((_, index) => index % 2 === 1).map(({ ok }) => ok)).toEqual(texts.map(() => ({})));
    const wrong = texts.filter((text, index) => answers[index * 2]?.ok !== undefined && !isDrop(text));
    expect(wrong).toEqual([]);
  });
});

interface Answer {
  readonly id: unknown;
  readonly ok?: unknown;
  readonly error?: { readonly code: string };
}

/** Everything that the real engine says of an input that ends. */
async function talk(
  engine: "opa" | "kube",
  input: Buffer,
): Promise<{ code: unknown; answers: readonly Answer[]; stderr: string }> {
  const child = spawn(locateBinary(engine).file, [], { stdio: "pipe" });
  const decode = frameDecoder();
  const messages: string[] = [];
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => messages.push(...decode(chunk)));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.on("error", () => {}); // it may end before it has read all
  child.stdin.end(input);
  const [code] = await once(child, "close");
  const [hello, ...answers] = messages.map((text) => JSON.parse(text) as Answer);
  expect(hello).toMatchObject({ wire: 1, engine });
  return { code, answers, stderr };
}

/** Whether a mutation left a request that means what it did. */
function isDrop(text: string): boolean {
  try {
    const { op, body } = JSON.parse(text) as { op: unknown; body: unknown };
    return op === "drop" && typeof body === "object";
  } catch {
    return false;
  }
}
