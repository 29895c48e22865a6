/**
 * The wire between the harness and an engine, as docs/wire.md has it; engines/wire/wire.go is the other side.
 * The three carry one version number. Nothing here knows what carries the messages.
 */
import { AssayError } from "../model/index.ts";

/** Version of the protocol. A harness and an engine that differ in it do not talk to each other. */
export const wireVersion = 1;

/** The largest message in bytes, in either direction. */
export const maxMessage: number = 256 * 1024 * 1024;

const headLength = 4;

/** The first message of an engine. */
export interface Hello {
  readonly wire: number;
  readonly engine: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** What the harness asks. */
export interface WireRequest {
  readonly id: number;
  readonly op: string;
  readonly body: unknown;
}

/** An answer that is not ok, as the engine words it. */
export interface WireError {
  readonly code: "bad-request" | "bad-input" | "panic" | "internal";
  readonly message: string;
  readonly details?: unknown;
}

/** What an engine answers: one for each request, in the order of the requests. */
export interface WireAnswer {
  readonly id: number | null;
  readonly ok?: unknown;
  readonly error?: WireError;
}

/** The text of a request's message. The keys' order is what the engine reads fastest. */
export function requestText(request: WireRequest): string {
  return JSON.stringify({ id: request.id, op: request.op, body: request.body });
}

/** Frames messages into one buffer, so that what is asked in one tick is one write. */
export function encodeFrames(messages: readonly string[]): Buffer {
  const lengths = messages.map((message) => Buffer.byteLength(message));
  const frames = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + headLength + length, 0));
  let offset = 0;
  for (const [index, message] of messages.entries()) {
    offset = frames.writeUInt32LE(lengths[index] as number, offset);
    offset += frames.write(message, offset);
  }
  return frames;
}

/**
 * Cuts a byte stream into messages. Give it chunks as they come; it hands out what is whole.
 * @throws AssayError `engine-protocol` on a frame that is larger than a message may be: the stream cannot be read on after it
 */
export function frameDecoder(): (chunk: Buffer) => string[] {
  let waiting: Buffer[] = [];
  let bytes = 0;
  let needed = headLength;
  return (chunk) => {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes < needed) return [];
    const [messages, rest] = cut(waiting.length === 1 ? chunk : Buffer.concat(waiting, bytes));
    waiting = rest.length === 0 ? [] : [rest];
    bytes = rest.length;
    needed = rest.length < headLength ? headLength : headLength + lengthAt(rest, 0);
    return messages;
  };
}

function cut(stream: Buffer): [messages: string[], rest: Buffer] {
  const messages: string[] = [];
  let offset = 0;
  while (stream.length - offset >= headLength) {
    const end = offset + headLength + lengthAt(stream, offset);
    if (end > stream.length) break;
    messages.push(stream.toString("utf8", offset + headLength, end));
    offset = end;
  }
  return [messages, stream.subarray(offset)];
}

function lengthAt(stream: Buffer, offset: number): number {
  const length = stream.readUInt32LE(offset);
  if (length <= maxMessage) return length;
  throw new AssayError(
    "engine-protocol",
    `a frame of ${length} bytes is larger than ${maxMessage}: the stream is not one of frames`,
  );
}
