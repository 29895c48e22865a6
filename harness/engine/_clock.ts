import { setImmediate } from "node:timers";

/** A stopwatch with a limit, cheap to restart. */
export interface Clock {
  /** Starts from zero. */
  start(limitMs: number): void;
  stop(): void;
}

/**
 * Calls `overdue` once the clock has run for its limit. What the event loop has ready to read is read first, so
 * that a harness which was itself busy blames nobody.
 */
export function openClock(overdue: () => void): Clock {
  let started = 0;
  let running = false;
  let deadline = 0;
  let timer: NodeJS.Timeout | undefined;
  let wakesAt = 0;

  const wake = () => {
    if (timer !== undefined && wakesAt <= deadline) return; // it looks again when it wakes too early
    clearTimeout(timer);
    wakesAt = deadline;
    timer = setTimeout(look, deadline - performance.now()).unref();
  };
  const look = () => {
    timer = undefined;
    if (!running) return;
    if (performance.now() < deadline) wake();
    else setImmediate(confirm, started);
  };
  const confirm = (suspect: number) => {
    if (!running) return;
    if (started === suspect) overdue();
    else wake();
  };

  return {
    start(limitMs) {
      started += 1;
      running = true;
      deadline = performance.now() + limitMs;
      wake();
    },
    stop() {
      started += 1;
      running = false;
    },
  };
}
