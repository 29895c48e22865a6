import { createHash } from "node:crypto";
import type { JsonObject } from "../model/index.ts";
import type { Answer, Failure } from "./_answer.ts";
import { type Clock, openClock } from "./_clock.ts";
import { readAnswer } from "./_command-answer.ts";
import { type Command, commandText, type Lines, startLines } from "./_command-lines.ts";

/** A review that waits for its answer. */
interface Asked {
  readonly uid: string;
  readonly line: string;
  readonly settle: (answer: Answer<JsonObject>) => void;
}

const mostInFlight = 16;
/** A program that ended so often and never answered anything will not answer the next review either. */
const mostInVain = 5;

/**
 * A program that answers AdmissionReviews, live: started when it is first asked, asked several things at once, started afresh when it ends.
 *
 * Each review has a uid of its own, so that answers may come in any order; an answer without a uid is of the review that waits longest. A program that
 * ends with several reviews under way is asked them again one by one: which of them it ends on gets the error, and no other.
 */
export class CommandProgram {
  readonly #command: Command;
  readonly #timeoutMs: number;
  readonly #clock: Clock = openClock(() => this.#overdue());
  readonly #uids = new Set<string>();
  #waiting: Asked[] = [];
  /** In the order in which they were asked. */
  readonly #flying = new Map<string, Asked>();
  /** How many of those that wait are asked alone. */
  #alone = 0;
  #lines: Lines | undefined;
  #hasAnswered = false;
  #inVain = 0;
  #over: Failure | undefined;

  constructor(command: Command, limits: { readonly timeoutMs: number }) {
    this.#command = command;
    this.#timeoutMs = limits.timeoutMs;
  }

  /** Asks for the response to an AdmissionReview in JSON, the uid of which is replaced. Never rejects. */
  ask(review: string): Promise<Answer<JsonObject>> {
    return new Promise((done) => {
      const uid = this.#uidOf(review);
      const settle = (answer: Answer<JsonObject>): void => {
        this.#uids.delete(uid);
        done(answer);
      };
      this.#waiting.push({ uid, line: review.replace(firstUid, `"uid":"${uid}"`), settle });
      this.#flush();
    });
  }

  /** Ends the program; whatever is still asked of it, now or later, fails. */
  close(): void {
    this.#giveUp(this.#failure("engine-exited", "was closed"));
  }

  // --- internal ---

  /** The same review has the same uid in every run, but for one that is under way. */
  #uidOf(review: string): string {
    for (let copy = 0; ; copy++) {
      const hex = createHash("sha256").update(`${copy}\n${review}`).digest("hex");
      const uid = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
      if (this.#uids.has(uid)) continue;
      this.#uids.add(uid);
      return uid;
    }
  }

  #flush(): void {
    if (this.#over !== undefined) this.#giveUp(this.#over);
    while (this.#waiting.length > 0 && this.#flying.size < (this.#alone > 0 ? 1 : mostInFlight)) {
      const next = this.#waiting.shift() as Asked;
      if (this.#flying.size === 0) this.#clock.start(this.#timeoutMs);
      this.#flying.set(next.uid, next);
      this.#lines ??= this.#start();
      this.#lines.send(next.line);
    }
    this.#lines?.hold(this.#flying.size > 0);
  }

  #start(): Lines {
    const lines: Lines = startLines(this.#command, {
      line: (text) => lines === this.#lines && this.#line(text),
      end: (failure) => lines === this.#lines && this.#ended(failure),
    });
    return lines;
  }

  #line(text: string): void {
    if (text.trim() === "") return;
    const answer = readAnswer(text);
    if (typeof answer === "string") {
      this.#spoilt(answer);
      return;
    }
    const { uid = this.#head()?.uid ?? "" } = answer;
    const asked = this.#flying.get(uid);
    if (asked === undefined) {
      this.#spoilt(`answered \`${uid}\`, which it was not asked`);
      return;
    }
    this.#hasAnswered = true;
    this.#settle(asked, { ok: answer.response });
    this.#flush();
  }

  #head(): Asked | undefined {
    return this.#flying.values().next().value;
  }

  #settle(asked: Asked, answer: Answer<JsonObject>): void {
    const wasHead = this.#head() === asked;
    this.#flying.delete(asked.uid);
    if (this.#alone > 0) this.#alone--;
    if (this.#flying.size === 0) this.#clock.stop();
    else if (wasHead) this.#clock.start(this.#timeoutMs);
    asked.settle(answer);
  }

  /** After a line that is no answer nobody knows what the next one answers. */
  #spoilt(what: string): void {
    const failure = this.#failure("engine-protocol", `${what}; what is no answer belongs on stderr`);
    this.#lines?.stop(failure);
  }

  /** Only the one that waits longest has had all of its time. */
  #overdue(): void {
    const head = this.#head();
    const limit = `${this.#timeoutMs / 1000} s`;
    const late = this.#failure(
      "engine-timeout",
      `did not answer within ${limit}; it must answer each line as it comes`,
    );
    const failure = this.#lines?.stop(late) ?? late;
    this.#lines = undefined;
    if (head !== undefined) this.#settle(head, { error: failure });
    this.#askAgain(this.#alone);
    if (!this.#isHopeless(failure)) this.#flush();
  }

  #ended(failure: Failure): void {
    this.#lines = undefined;
    const head = this.#head();
    if (head === undefined) return;
    if (this.#isHopeless(failure)) return;
    if (this.#flying.size === 1) this.#settle(head, { error: failure });
    else this.#askAgain(this.#flying.size);
    this.#flush();
  }

  #askAgain(alone: number): void {
    this.#clock.stop();
    this.#waiting.unshift(...this.#flying.values());
    this.#flying.clear();
    this.#alone = alone;
  }

  #isHopeless(failure: Failure): boolean {
    if (!this.#hasAnswered) this.#inVain++;
    if (failure.code !== "engine-missing" && (this.#hasAnswered || this.#inVain < mostInVain)) return false;
    this.#giveUp(failure);
    return true;
  }

  #giveUp(failure: Failure): void {
    this.#over ??= failure;
    this.#lines?.stop(failure);
    this.#lines = undefined;
    this.#askAgain(0);
    const failed = this.#waiting;
    this.#waiting = [];
    for (const { settle } of failed) settle({ error: this.#over });
  }

  #failure(code: Failure["code"], what: string): Failure {
    return { code, message: `\`${commandText(this.#command)}\` ${what}` };
  }
}

/** The review's own is the first in its text. */
const firstUid = /"uid":"[^"]*"/;
