import type { Case, Origin, Trial } from "../model/index.ts";
import { take } from "./_take.ts";

/** The stream of generated trials: of one seed the same trial at the same index. */
export interface Stream {
  readonly seed: number;
  readonly draw: (index: number) => Trial;
}

/** Trials that reached something new, kept from run to run. */
export interface Corpus {
  /** As they were when the run began, their objects as JSON. */
  readonly cases: readonly Case[];
  /** Keeps a trial. @returns where it is found again, or nothing where it cannot be kept */
  readonly keep: (trial: Trial) => Origin | undefined;
}

/** Which trials are judged, and until when. */
export interface Asking {
  /** Compared first; their objects as JSON, or they cannot be shrunk. */
  readonly cases: readonly Case[];
  /** What earlier runs kept, compared after the cases; each by the shard that its name falls to. */
  readonly corpus?: Corpus;
  readonly stream?: Stream;
  /** Indexes of the stream that are drawn: from 0 to this. */
  readonly runs: number;
  /** One index of the stream alone, and no case. */
  readonly only?: number;
  /** Every n-th case and index, from the i-th on. */
  readonly shard?: { readonly index: number; readonly count: number };
  /** When to stop, by `performance.now()`. */
  readonly deadline?: number;
  readonly signal?: AbortSignal;
  /** Called as trials are judged. */
  readonly onJudged?: (count: number) => void;
}

/** A trial with where it comes from. */
export interface Asked {
  readonly trial: Trial;
  readonly origin: Origin;
  /** Where it stands among all trials of the whole; those of a corpus have one place together. */
  readonly position: number;
  /** The case that it is. */
  readonly of?: Case;
}

/** A case as a trial. */
export function askedCase(of: Case, position: number): Asked {
  return { trial: trialOf(of), origin: originOf(of), position, of };
}

/** Of the cases those that this shard judges. */
export function ofShard(cases: readonly Case[], { shard, only }: Pick<Asking, "shard" | "only">): readonly Case[] {
  if (only !== undefined) return [];
  return shard === undefined ? cases : cases.filter((_, index) => index % shard.count === shard.index - 1);
}

/** Of the trials of a corpus those that this shard judges. Which, hangs on the name alone: a corpus that grows while shards start stays split. */
export function corpusOfShard({ corpus, shard, only }: Asking): readonly Case[] {
  if (only !== undefined || corpus === undefined) return [];
  const { index, count } = shard ?? { index: 1, count: 1 };
  return corpus.cases.filter(({ name }) => numberOf(name) % count === index - 1);
}

/** What judging gave, in the order of the trials. The next batch is under way while one is looked at. */
export async function* askInTurn<T>(asking: Asking, judge: (asked: Asked) => Promise<T>): AsyncGenerator<T> {
  const trials = trialsOf(asking);
  const judgeBatch = (): Promise<readonly T[]> | undefined => {
    const batch = take(trials, perBatch);
    return batch.length === 0 ? undefined : Promise.all(batch.map(judge));
  };
  let next = judgeBatch();
  while (next !== undefined) {
    const current = await next;
    next = isOver(asking) ? undefined : judgeBatch();
    asking.onJudged?.(current.length);
    yield* current;
  }
}

// --- internal ---

const perBatch = 128;

function* trialsOf(asking: Asking): Generator<Asked> {
  const { cases, stream, runs, only, shard = { index: 1, count: 1 } } = asking;
  for (const [at, one] of ofShard(cases, asking).entries()) yield askedCase(one, shard.index - 1 + at * shard.count);
  for (const one of corpusOfShard(asking)) yield { trial: trialOf(one), origin: originOf(one), position: cases.length };
  if (stream === undefined) return;
  if (only !== undefined) return yield drawn(stream, only, cases.length);
  for (let index = shard.index - 1; index < runs; index += shard.count) yield drawn(stream, index, cases.length);
}

function drawn({ seed, draw }: Stream, index: number, cases: number): Asked {
  return { trial: draw(index), origin: { seed, index }, position: cases + 1 + index };
}

function trialOf({ request, world }: Case): Trial {
  return { request, world };
}

function originOf({ name, place }: Case): Origin {
  return { case: name, place };
}

function numberOf(name: string): number {
  let number = 0;
  for (let at = 0; at < name.length; at++) number = (number * 31 + name.charCodeAt(at)) >>> 0;
  return number;
}

function isOver({ signal, deadline }: Asking): boolean {
  return signal?.aborted === true || (deadline !== undefined && performance.now() >= deadline);
}
