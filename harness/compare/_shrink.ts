import type { Trial } from "../model/index.ts";
import { take } from "./_take.ts";

/** How trials become smaller. */
export interface Shrinking {
  /** Smaller trials, the most promising first; none where nothing can be left out. */
  smaller(trial: Trial): Iterable<Trial>;
  /** Fields and items. */
  sizeOf(trial: Trial): number;
}

/** Judging more candidates than this gains nothing any more. */
const mostAsked = 5000;
const firstBatch = 4;
const largestBatch = 64;

/**
 * Leaves out of a trial what it can while the trial still holds; once `signal` is given, nothing more. Candidates are asked in growing batches, and of those that hold the first is
 * taken, so the result hangs on nothing but the trial.
 */
export async function shrink(
  trial: Trial,
  holds: (candidate: Trial) => Promise<boolean>,
  { smaller, signal }: Pick<Shrinking, "smaller"> & { readonly signal?: AbortSignal | undefined },
): Promise<Trial> {
  let asked = 0;
  const firstThatHolds = async (candidates: Iterator<Trial>): Promise<Trial | undefined> => {
    for (
      let size = firstBatch;
      asked < mostAsked && signal?.aborted !== true;
      size = Math.min(size * 2, largestBatch)
    ) {
      const batch = take(candidates, size);
      if (batch.length === 0) return undefined;
      asked += batch.length;
      const held = await Promise.all(batch.map(holds));
      const index = held.indexOf(true);
      if (index >= 0) return batch[index];
    }
    return undefined;
  };
  let smallest = trial;
  for (;;) {
    const next = await firstThatHolds(smaller(smallest)[Symbol.iterator]());
    if (next === undefined) return smallest;
    smallest = next;
  }
}
