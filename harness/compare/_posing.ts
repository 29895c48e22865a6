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

export interface PosingOptions {
  readonly seed: number;
  readonly changesOf: (trial: Trial) => Promise<Iterable<Change>>;
}

/** One change of each trial first; then a generated one and a second change of a trial take turns: few runs see many trials. */
export function openPosing(trials: Iterable<Trial>, generated: Iterable<Trial>, options: PosingOptions): Posing {
  const posed = pose(trials, generated, options);
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
/** So many generated trials in a row that cannot be changed say that none can. */
const mostIdle = 1000;

/** Trials that were begun with, each with the changes that are left. */
interface Deck {
  /** The first change of a trial; `undefined` where it has none. */
  begin(trial: Trial): Promise<PosedChange | undefined>;
  /** The next change of the trial that waited longest. */
  goOn(): PosedChange | undefined;
}

function openDeck({ seed, changesOf }: PosingOptions): Deck {
  const waiting: (readonly PosedChange[])[] = [];
  let last = 0;
  const first = ([change, ...others]: readonly PosedChange[]): PosedChange | undefined => {
    if (others.length > 0) waiting.push(others);
    return change;
  };
  return {
    async begin(trial) {
      const index = last++;
      const changes: PosedChange[] = [];
      for (const change of await changesOf(trial)) if (changes.push({ trial, index, change }) >= mostChanges) break;
      // It hangs on the trial alone, so that the same change comes first when the trial is checked by itself.
      return first(turned(changes, seed + JSON.stringify(trial.request).length));
    },
    goOn: () => first(waiting.shift() ?? []),
  };
}

async function* pose(
  trials: Iterable<Trial>,
  generated: Iterable<Trial>,
  options: PosingOptions,
): AsyncGenerator<PosedChange> {
  const deck = openDeck(options);
  for (const trial of trials) {
    const first = await deck.begin(trial);
    if (first !== undefined) yield first;
  }
  for await (const first of changeable(generated, deck)) {
    yield first;
    const next = deck.goOn();
    if (next !== undefined) yield next;
  }
  for (let next = deck.goOn(); next !== undefined; next = deck.goOn()) yield next;
}

async function* changeable(generated: Iterable<Trial>, deck: Deck): AsyncGenerator<PosedChange> {
  let idle = 0;
  for (const trial of generated) {
    const first = await deck.begin(trial);
    idle = first === undefined ? idle + 1 : 0;
    if (first !== undefined) yield first;
    else if (idle >= mostIdle) return;
  }
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
