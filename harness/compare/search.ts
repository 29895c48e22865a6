import type { Case, Comparison, Difference, Origin, Problem, Side, Trial } from "../model/index.ts";
import { openCauses } from "./_causes.ts";
import { keepFailure } from "./_problems.ts";
import type { Shrinking } from "./_shrink.ts";
import { type Answers, ask, brokenBy, type Outcome, outcomeOf } from "./_stand.ts";
import { take } from "./_take.ts";
import { openTally, type Tally } from "./_tally.ts";

/** The stream of generated trials: of one seed the same trial at the same index. */
export interface Stream {
  readonly seed: number;
  readonly draw: (index: number) => Trial;
}

export interface SearchOptions {
  readonly control: string;
  /** Compared first; their objects as JSON, or they cannot be shrunk. */
  readonly cases: readonly Case[];
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
  /** Compare messages too, not decisions alone. @defaultValue false */
  readonly messages?: boolean;
  readonly shrinking: Shrinking;
  /** The command that finds a difference again. */
  readonly replay?: (origin: Origin) => string;
  /** Called as trials are judged. */
  readonly onJudged?: (count: number) => void;
}

/** What came of a comparison. Differences that are known are among the others. */
export interface Searched {
  readonly comparison: Comparison;
  readonly differences: readonly Difference[];
  readonly problems: readonly Problem[];
}

/** Compares two judges on the cases and the stream, and makes every difference small. Of one seed the result is the same at every run. */
export async function search(left: Side, right: Side, options: SearchOptions): Promise<Searched> {
  const start = performance.now();
  const tally = openTally();
  const causes = openCauses(left, right, { ...options, messages: options.messages ?? false });
  const problems: Problem[] = [];
  for await (const { trial, origin, answers, outcome } of judged(left, right, options)) {
    tally.take(origin, answers, outcome);
    if (outcome === "broken") for (const failure of brokenBy(answers)) keepFailure(problems, failure);
    if (outcome === "differed") await causes.take(trial, answers, origin);
  }
  const comparison = comparisonOf(left, right, { options, tally, start });
  return { comparison, differences: causes.differences(), problems };
}

// --- internal ---

const perBatch = 128;

interface Posed {
  readonly trial: Trial;
  readonly origin: Origin;
}

interface Judged extends Posed {
  readonly answers: Answers;
  readonly outcome: Outcome;
}

/** The trials with what was said of them, in their order. The next batch is under way while one is looked at. */
async function* judged(left: Side, right: Side, options: SearchOptions): AsyncGenerator<Judged> {
  const trials = posed(options);
  const judgeBatch = (): Promise<readonly Judged[]> | undefined => {
    const batch = take(trials, perBatch);
    return batch.length === 0 ? undefined : Promise.all(batch.map((one) => judgeOne(left, right, one, options)));
  };
  let next = judgeBatch();
  while (next !== undefined) {
    const current = await next;
    next = isOver(options) ? undefined : judgeBatch();
    options.onJudged?.(current.length);
    yield* current;
  }
}

async function judgeOne(left: Side, right: Side, posed: Posed, { messages = false }: SearchOptions): Promise<Judged> {
  const answers = await ask(left, right, posed.trial);
  return { ...posed, answers, outcome: outcomeOf(answers, messages) };
}

function* posed({ cases, stream, runs, only, shard = { index: 1, count: 1 } }: SearchOptions): Generator<Posed> {
  if (only !== undefined) {
    if (stream !== undefined) yield drawn(stream, only);
    return;
  }
  for (let index = shard.index - 1; index < cases.length; index += shard.count) {
    const one = cases[index] as Case;
    yield { trial: { request: one.request, world: one.world }, origin: { case: one.name, place: one.place } };
  }
  if (stream === undefined) return;
  for (let index = shard.index - 1; index < runs; index += shard.count) yield drawn(stream, index);
}

function drawn({ seed, draw }: Stream, index: number): Posed {
  return { trial: draw(index), origin: { seed, index } };
}

function isOver({ signal, deadline }: SearchOptions): boolean {
  return signal?.aborted === true || (deadline !== undefined && performance.now() >= deadline);
}

function comparisonOf(
  left: Side,
  right: Side,
  { options, tally, start }: { readonly options: SearchOptions; readonly tally: Tally; readonly start: number },
): Comparison {
  return {
    control: options.control,
    left: left.name,
    right: right.name,
    ...tally.counts(),
    known: [],
    milliseconds: performance.now() - start,
  };
}
