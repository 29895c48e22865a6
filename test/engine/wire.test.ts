import { fc, it } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { encodeFrames, frameDecoder, maxMessage, requestText } from "../../harness/engine/_wire.ts";

describe("frames", () => {
  it.prop([fc.array(fc.string({ unit: "binary" })), fc.array(fc.nat({ max: 40 }))])(
    "are read back whole however the stream is cut",
    (messages, cuts) => {
      const stream = encodeFrames(messages);
      const decode = frameDecoder();
      const read: string[] = [];
      let offset = 0;
      for (const cut of cuts) {
        read.push(...decode(stream.subarray(offset, offset + cut)));
        offset += cut;
      }
      read.push(...decode(stream.subarray(offset)));
      expect(read).toEqual(messages.map((message) => message.toWellFormed()));
    },
  );

  it("have a little-endian length in bytes, not characters, before the message", () => {
    expect([...encodeFrames(["é"])]).toEqual([2, 0, 0, 0, 0xc3, 0xa9]);
  });

  it("that announce more than a message may have end the stream", () => {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(maxMessage + 1);
    expect(() => frameDecoder()(head)).toThrow(expect.objectContaining({ code: "engine-protocol" }));
  });
});

describe("a request", () => {
  it("is written with the keys in the order that docs/wire.md shows", () => {
    expect(requestText({ body: { a: 1 }, op: "judge", id: 7 })).toBe('{"id":7,"op":"judge","body":{"a":1}}');
  });
});
