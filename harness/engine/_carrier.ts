import type { Failure } from "./_answer.ts";
import type { Hello, WireAnswer, WireRequest } from "./_wire.ts";

/** What carries messages to one run of an engine: a process, or a thread. */
export interface Carrier {
  /** Sends requests in their order. */
  send(requests: readonly WireRequest[]): void;
  /** Whether so much waits to be carried that more should wait outside. */
  full(): boolean;
  /** Whether the carrier keeps the harness alive. */
  hold(held: boolean): void;
  /** Ends the engine at once, whatever it does. Nothing is heard of it afterwards. */
  kill(): void;
}

/** What is heard from one run of an engine. */
export interface Listener {
  hello(hello: Hello): void;
  answer(answer: WireAnswer): void;
  /** The run is over; the last thing that is heard. */
  end(failure: Failure): void;
}

/** Starts an engine. @throws AssayError where that is impossible */
export interface Launcher {
  readonly name: string;
  launch(listener: Listener): Carrier;
}
