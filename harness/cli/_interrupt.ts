/**
 * Turns the first Ctrl-C or request to end into a signal, so that what was found can still be printed; the second ends at once. After `end` all is
 * told and the process ends by itself: a signal that comes then does not make a failure of it, and a second one ends at once as well.
 */
export function interruptible(): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  listen(stop, late);
  return { signal: controller.signal, end: () => listen(late, stop) };
}

// --- internal ---

let wasLate = false;

/** Told, but not ended yet. */
function late(): void {
  if (wasLate) process.exit(130);
  wasLate = true;
}

function listen(now: () => void, noMore: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.off(signal, noMore);
    process.off(signal, now); // one run after the other leaves one listener
    process.on(signal, now);
  }
}
