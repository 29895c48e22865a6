import { type Engines, type JudgingMutant, limiter } from "../engine/index.ts";
import type { Case, Difference, Judge, Mutant, Policy, Problem, Side, Trial, Verdict } from "../model/index.ts";
import type { Stream } from "./_ask-in-turn.ts";
import type { Fate } from "./_fate.ts";
import { keepFailure } from "./_problems.ts";
import { brokenBy, disagreement, isRefused, outcomeOf } from "./_stand.ts";
import { asJson } from "./golden.ts";
import { search } from "./search.ts";
import { type OpenedStream, openStream } from "./stream.ts";

export interface TellingApart {
  readonly original: Judge;
  /** What generated requests lean to. */
  readonly cases: readonly Case[];
  readonly policy: Policy;
  readonly engines: Engines;
  readonly runs: number;
  readonly seed: number;
  readonly kubernetes: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly replay: ((mutant: Mutant) => string) | undefined;
}

/** What became of mutants that no case killed. */
export interface ToldApart {
  readonly told: ReadonlyMap<Mutant, Fate>;
  readonly problems: readonly Problem[];
}

/** Asks mutants and the original the same generated requests. The first that tells a mutant apart is made as small as it can be. */
export async function tellApart(mutants: readonly JudgingMutant[], about: TellingApart): Promise<ToldApart> {
  if (mutants.length === 0) return { told: new Map(), problems: [] };
  if (about.runs === 0)
    return { told: new Map(mutants.map(({ mutant }) => [mutant, { status: "survived" }])), problems: [] };
  const { engines, policy, seed } = about;
  const cases = await asJson(about.cases, engines);
  const opened = await openStream({ engines, policies: [policy], cases, seed });
  const { stream } = opened;
  if (stream === undefined) return { told: new Map(), problems: opened.problems };
  const { at, asked, problems } = await firstDifferences(mutants, stream, about);
  const found: Difference[] = [];
  const fates: (readonly [Mutant, Fate])[] = [];
  for (const one of mutants) {
    const index = at.get(one.mutant);
    const difference =
      index === undefined ? undefined : await smallestOf(one, index, { ...about, opened, stream, found });
    if (difference !== undefined) found.push(difference);
    const fate: Fate = index === undefined ? notToldApart(asked) : { status: "survived", requests: asked };
    fates.push([one.mutant, difference === undefined ? fate : { ...fate, difference }]);
  }
  return { told: new Map(fates), problems: [...opened.problems, ...problems] };
}

// --- internal ---

/** A policy that was asked nothing was told apart from nothing. */
function notToldApart(asked: number): Fate {
  if (asked > 0) return { status: "equivalent", requests: asked };
  return { status: "survived", requests: 0 };
}

const perBatch = 64;

interface Told {
  /** Where in the stream a mutant differs first. */
  readonly at: ReadonlyMap<Mutant, number>;
  /** Requests that the original judged. */
  readonly asked: number;
  readonly problems: readonly Problem[];
}

async function firstDifferences(mutants: readonly JudgingMutant[], stream: Stream, about: TellingApart): Promise<Told> {
  const { original, runs, signal } = about;
  const limit = limiter(64);
  const at = new Map<Mutant, number>();
  const problems: Problem[] = [];
  let asked = 0;
  const take = (mutant: Mutant, index: number, answers: { readonly left: Verdict; readonly right: Verdict }): void => {
    const outcome = outcomeOf(answers, mutant.operator === "message");
    if (outcome === "broken") for (const failure of brokenBy(answers)) keepFailure(problems, failure);
    if (outcome === "differed" && !at.has(mutant)) at.set(mutant, index);
  };
  for (let from = 0; from < runs && signal?.aborted !== true; from += perBatch) {
    const living = mutants.filter(({ mutant }) => !at.has(mutant));
    if (living.length === 0) break;
    const trials = Array.from({ length: Math.min(perBatch, runs - from) }, (_, index) => stream.draw(from + index));
    const batch = await Promise.all(trials.map((trial) => askAll(original, living, trial, limit)));
    for (const [offset, { left, rights }] of batch.entries()) {
      if (!isRefused(left)) asked++;
      for (const [index, { mutant }] of living.entries())
        take(mutant, from + offset, { left, right: rights[index] as Verdict });
    }
  }
  return { at, asked, problems };
}

async function askAll(
  original: Judge,
  mutants: readonly JudgingMutant[],
  { request, world }: Trial,
  limit: ReturnType<typeof limiter>,
): Promise<{ readonly left: Verdict; readonly rights: readonly Verdict[] }> {
  return limit(async () => {
    const [left, ...rights] = await Promise.all([
      original(request, world),
      ...mutants.map(({ judge }) => judge(request, world)),
    ]);
    return { left, rights };
  });
}

interface Shrinking extends TellingApart {
  readonly opened: OpenedStream;
  readonly stream: Stream;
  /** What was made small for the mutants before. */
  readonly found: readonly Difference[];
}

/** The smallest request that tells a mutant apart: one that told an earlier one apart, so that a case shows both, or what its own becomes. */
async function smallestOf(one: JudgingMutant, index: number, about: Shrinking): Promise<Difference | undefined> {
  return (await foundBefore(one, about)) ?? (await shrunk(one, index, about));
}

async function foundBefore(
  { mutant, judge }: JudgingMutant,
  { found, replay }: Shrinking,
): Promise<Difference | undefined> {
  const messages = mutant.operator === "message";
  for (const before of found) {
    const left = before.left.verdict;
    const right = await judge(before.trial.request, before.trial.world);
    if (outcomeOf({ left, right }, messages) !== "differed") continue;
    const differences = disagreement({ left, right }, { names: [before.left.side, before.right.side], messages });
    const { replay: _, ...rest } = before;
    const again = replay === undefined ? {} : { replay: replay(mutant) };
    return { ...rest, right: { side: before.right.side, verdict: right }, differences, ...again };
  }
  return undefined;
}

async function shrunk(
  { mutant, judge }: JudgingMutant,
  only: number,
  about: Shrinking,
): Promise<Difference | undefined> {
  const { original, policy, opened, stream, signal, replay } = about;
  const left: Side = { name: mutant.engine, judge: original };
  const right: Side = { name: "mutant", judge };
  const { differences } = await search(left, right, {
    control: policy.control,
    cases: [],
    stream,
    runs: 0,
    only,
    messages: mutant.operator === "message",
    shrinking: opened.shrinking,
    ...(signal === undefined ? {} : { signal }),
    ...(replay === undefined ? {} : { replay: () => replay(mutant) }),
  });
  return differences[0];
}
