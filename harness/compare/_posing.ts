import type { Change, Trial } from "../model/index.ts";

/** A changed trial, and the position of the trial among all. */
export interface PosedChange {
  readonly trial: Trial;
  readonly index: number;
  readonly change: Change;
}

/** Changes to judge, in an order that hangs on the trials and the seed alone. */
export interface Posing {
  /** The next, at most `count`; none where there are no more. */
  next(count: number): Promise<readonly PosedChange[]>;
}

/** One change of each trial first, then a second one of each, and so on: few runs see many trials. */
export function openPosing(
  trials: Iterable<Trial>,
  { seed, changesOf }: { readonly seed: number; readonly changesOf: (trial: Trial) => Promise<Iterable<Change>> },
): Posing {
  const posed = pose(trials, seed, changesOf);
  return {
    async next(count) {
      const batch: PosedChange[] = [];
      while (batch.length < count) {
        const { value, done } = await posed.next();
        if (done === true) break;
        batch.push(value);
      }
      return batch;
    },
  };
}

// --- internal ---

/** Of one trial no more are kept. */
const mostChanges = 256;

async function* pose(
  trials: Iterable<Trial>,
  seed: number,
  changesOf: (trial: Trial) => Promise<Iterable<Change>>,
): AsyncGenerator<PosedChange> {
  let waiting: PosedChange[][] = [];
  let index = 0;
  for (const trial of trials) {
    const position = index++;
    const changes = listed(await changesOf(trial)).map((change) => ({ trial, index: position, change }));
    const [first, ...others] = turned(changes, seed + position);
    if (first !== undefined) yield first;
    if (others.length > 0) waiting.push(others);
  }
  while (waiting.length > 0) {
    for (const [first] of waiting) if (first !== undefined) yield first;
    waiting = waiting.map(([, ...others]) => others).filter(({ length }) => length > 0);
  }
}

function listed(changes: Iterable<Change>): readonly Change[] {
  const list: Change[] = [];
  for (const change of changes) if (list.push(change) >= mostChanges) break;
  return list;
}

/** Another place to begin for every trial, so that the first changes of all are not alike; a step that visits each once. */
function turned<T>(items: readonly T[], start: number): readonly T[] {
  const { length } = items;
  if (length === 0) return items;
  const step = stepFor(length);
  return items.map((_, index) => items[(start + index * step) % length] as T);
}

/** Near two fifths of the length and prime to it, so that neighbours, which are alike, do not follow each other. */
function stepFor(length: number): number {
  let step = Math.max(1, Math.round(length * 0.4));
  while (divisor(step, length) !== 1) step++;
  return step;
}

function divisor(left: number, right: number): number {
  return right === 0 ? left : divisor(right, left % right);
}
