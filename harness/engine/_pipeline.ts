import { setImmediate } from "node:timers";
import { AssayError } from "../model/index.ts";
import { type Answer, type Failure, failureOf } from "./_answer.ts";
import type { Carrier, Launcher } from "./_carrier.ts";
import { type Clock, openClock } from "./_clock.ts";
import { type Asking, type Entry, openSetUps, type SetUps } from "./_set-ups.ts";
import { type Hello, type WireAnswer, wireVersion } from "./_wire.ts";

interface Run {
  readonly carrier: Carrier;
  ready: boolean;
}

const mostInFlight = 256;
const startLimitMs = 30_000;

/**
 * A live engine: started when it is first asked, asked many things at once, started afresh when it ends.
 *
 * A request over its time limit, or one that the engine ends on, gets an error and is not tried again; the requests
 * behind it are asked again of a fresh engine in which everything is set up as before.
 */
export class Pipeline {
  readonly #launcher: Launcher;
  /** How long the engine may take for one request, without the time the request waits behind others. */
  readonly #timeoutMs: number;
  readonly #clock: Clock = openClock(() => this.#overdue());
  readonly #setUps: SetUps = openSetUps();
  #run: Run | undefined;
  #waiting: Entry[] = [];
  #flying: Entry[] = [];
  /** Id of the request that is answered next. */
  #nextId = 1;
  #flushing = false;
  #closed = false;

  constructor(launcher: Launcher, limits: { readonly timeoutMs: number }) {
    this.#launcher = launcher;
    this.#timeoutMs = limits.timeoutMs;
  }

  /** Asks one thing. Never rejects. `body` must not be changed until the answer is there. */
  ask<T>(op: string, body: unknown, asking: Asking = {}): Promise<Answer<T>> {
    return new Promise((settle) => {
      this.#waiting.push({ op, body, asking, replay: false, settle });
      this.#schedule();
    });
  }

  /** Starts the engine ahead of the first request. */
  warm(): void {
    if (this.#run === undefined && !this.#closed) this.#start();
  }

  /** Ends the engine; whatever is still asked of it, now or later, fails. */
  close(): void {
    this.#closed = true;
    this.#waiting.unshift(...this.#abandon());
    this.#failWaiting({ code: "engine-exited", message: this.#says("was closed") });
  }

  // --- internal ---

  /** What is asked in one tick is sent at once. */
  #schedule(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    setImmediate(() => {
      this.#flushing = false;
      if (this.#closed) this.close();
      else if (this.#waiting.length > 0) this.#flush();
    });
  }

  #flush(): void {
    if (this.#run === undefined) this.#start();
    this.#hold();
    const run = this.#run;
    if (run === undefined || !run.ready || run.carrier.full()) return;
    const batch = this.#waiting.splice(0, mostInFlight - this.#flying.length);
    const [first] = batch;
    if (first === undefined) return;
    if (this.#flying.length === 0) this.#clock.start(this.#limit(first));
    const firstId = this.#nextId + this.#flying.length;
    this.#flying.push(...batch);
    run.carrier.send(batch.map(({ op, body }, index) => ({ id: firstId + index, op, body })));
  }

  #start(): void {
    let run: Run | undefined;
    const current = () => run !== undefined && run === this.#run;
    try {
      const carrier = this.#launcher.launch({
        hello: (hello) => current() && this.#hello(hello),
        answer: (answer) => current() && this.#answer(answer),
        end: (failure) => current() && this.#ended(failure),
      });
      run = { carrier, ready: false };
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
      this.#failWaiting({ code: error.code, message: error.message });
      return;
    }
    this.#run = run;
    this.#hold();
    this.#clock.start(startLimitMs);
  }

  #hello(hello: Hello): void {
    const stranger = unwanted(hello, this.#launcher.name);
    if (stranger !== undefined) {
      this.#ended(stranger);
      return;
    }
    if (this.#run !== undefined) this.#run.ready = true;
    this.#clock.stop();
    this.#waiting.unshift(...this.#setUps.replays());
    this.#flush();
  }

  #answer(answer: WireAnswer): void {
    const head = this.#flying[0];
    if (head === undefined || answer.id !== this.#nextId) {
      this.#ended({ code: "engine-protocol", message: this.#says(`answered \`${answer.id}\` out of order`) });
      return;
    }
    this.#flying.shift();
    this.#nextId += 1;
    this.#setUps.note(head, answer.error === undefined);
    const next = this.#flying[0];
    if (next === undefined) this.#clock.stop();
    else this.#clock.start(this.#limit(next));
    if (this.#flying.length < mostInFlight / 2 && this.#waiting.length > 0) this.#schedule();
    this.#hold();
    const { error, ok } = answer;
    head.settle(error === undefined ? { ok: ok as never } : { error: failureOf(error, this.#launcher.name) });
  }

  #overdue(): void {
    const head = this.#flying[0];
    const limit = head === undefined ? startLimitMs : this.#limit(head);
    const what = head === undefined ? "did not start" : "was stopped: it did not finish";
    this.#ended({ code: "engine-timeout", message: this.#says(`${what} within ${limit / 1000} s`) });
  }

  /** The run is over: the request under way is to blame, or everything where the engine never was ready. */
  #ended(failure: Failure): void {
    const wasReady = this.#run?.ready === true;
    const [head, ...rest] = this.#abandon();
    if (!wasReady) {
      this.#failWaiting(failure);
      return;
    }
    this.#waiting.unshift(...rest.filter((entry) => !entry.replay));
    if (head?.replay === true) this.#setUps.forget(head);
    head?.settle({ error: failure });
    this.#schedule();
  }

  /** Ends the run. @returns the requests that it leaves unanswered */
  #abandon(): readonly Entry[] {
    const unanswered = this.#flying;
    this.#clock.stop();
    this.#run?.carrier.kill();
    this.#run = undefined;
    this.#nextId += unanswered.length;
    this.#flying = [];
    return unanswered;
  }

  #failWaiting(failure: Failure): void {
    const failed = this.#waiting;
    this.#waiting = [];
    for (const entry of failed) entry.settle({ error: failure });
  }

  /** An engine that is asked nothing does not keep the harness alive. */
  #hold(): void {
    this.#run?.carrier.hold(this.#flying.length > 0 || this.#waiting.length > 0);
  }

  #limit(entry: Entry): number {
    return entry.asking.timeoutMs ?? this.#timeoutMs;
  }

  #says(what: string): string {
    return `engine \`${this.#launcher.name}\` ${what}`;
  }
}

function unwanted({ engine, wire }: Hello, wanted: string): Failure | undefined {
  if (wire === wireVersion && engine === wanted) return undefined;
  const message = `the engine is \`${engine}\` with version ${wire} of the wire, wanted is \`${wanted}\` with version ${wireVersion}: reinstall, or build the engines again`;
  return { code: "engine-protocol", message };
}
