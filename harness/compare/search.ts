import type { Case, Comparison, Difference, Origin, Problem, Sample, Side } from "../model/index.ts";
import { type Asked, type Asking, askedCase, askInTurn, type Corpus, corpusOfShard, ofShard } from "./_ask-in-turn.ts";
import { type Causes, openCauses } from "./_causes.ts";
import type { PolicyPlaces } from "./_policy-place.ts";
import { keepFailure } from "./_problems.ts";
import { openReached, type Reached } from "./_reached.ts";
import type { Shrinking } from "./_shrink.ts";
import { type Answers, ask, brokenBy, type Outcome, outcomeOf } from "./_stand.ts";
import { openTally, type Tally } from "./_tally.ts";

export interface SearchOptions extends Asking {
  readonly control: string;
  /** Compare messages too, not decisions alone. @defaultValue false */
  readonly messages?: boolean;
  readonly shrinking: Shrinking;
  /** The command that finds a difference again. */
  readonly replay?: (origin: Origin) => string;
  /** Why the sides may differ on a case. Whatever shrinks to the same cause is known too. */
  readonly known?: (one: Case) => string | undefined;
  /** Cases that are not compared here, but may show causes that are known. */
  readonly elsewhere?: readonly Case[];
  /** Says where policies say what differs. */
  readonly places?: PolicyPlaces;
}

/** What came of a comparison. */
export interface Searched {
  /** With the differences that are known. */
  readonly comparison: Comparison;
  /** Those that are not known. */
  readonly differences: readonly Difference[];
  /** Cases on which the sides do not differ. */
  readonly alike: readonly Case[];
  readonly problems: readonly Problem[];
}

/** Compares two judges on the cases and the stream, and makes every difference small. Of one seed the result is the same at every run. */
export async function search(left: Side, right: Side, options: SearchOptions): Promise<Searched> {
  const start = performance.now();
  const { known = () => undefined, messages = false } = options;
  const tally = openTally();
  const { corpus } = options;
  const causes = openCauses(left, right, { ...options, messages, keep: corpus?.keep });
  const reached = openReached();
  const problems: Problem[] = [];
  const alike: Case[] = [];
  const judge = async (asked: Asked): Promise<Judged> => {
    const answers = await ask(left, right, asked.trial);
    return { ...asked, answers, outcome: outcomeOf(answers, messages) };
  };
  await learnKnown(causes, judge, options);
  await learnReached(reached, judge, options);
  for await (const judged of askInTurn(options, judge)) {
    const { answers, origin, outcome, of } = judged;
    keepNew(judged, reached, corpus);
    tally.take(origin, answers, outcome);
    if (outcome === "broken") for (const failure of brokenBy(answers)) keepFailure(problems, failure);
    else if (outcome === "differed") await causes.take({ ...judged, known: of === undefined ? undefined : known(of) });
    else if (of !== undefined) alike.push(of);
  }
  const places = options.places ?? nowhere;
  const found = await places.of(causes.differences());
  const samples = options.shard === undefined ? undefined : await places.ofSamples(causes.samples());
  const comparison = comparisonOf(left, right, { options, tally, start, found, samples });
  return { comparison, differences: found.filter((one) => one.known === undefined), alike, problems };
}

// --- internal ---

const nowhere: PolicyPlaces = {
  of: async (differences) => differences,
  ofSamples: async (samples) => samples,
};

interface Judged extends Asked {
  readonly answers: Answers;
  readonly outcome: Outcome;
}

/** The causes of all known cases, also of those that another shard or another run compares: whatever meets them is known, in every shard alike. */
async function learnKnown(
  causes: Causes,
  judge: (asked: Asked) => Promise<Judged>,
  options: SearchOptions,
): Promise<void> {
  const { cases, stream, runs, known, elsewhere = [], only } = options;
  if (known === undefined) return;
  const isGenerating = stream !== undefined && (runs > 0 || only !== undefined);
  for (const one of [...cases, ...(isGenerating ? elsewhere : [])]) {
    const reason = known(one);
    if (reason === undefined) continue;
    const judged = await judge(askedCase(one, 0));
    if (judged.outcome === "differed") await causes.learn({ ...judged, known: reason });
  }
}

/** A generated trial that reached something new is kept. */
function keepNew({ trial, origin, answers, outcome }: Judged, reached: Reached, corpus: Corpus | undefined): void {
  if (corpus === undefined || outcome === "broken") return;
  if (reached.isNew(answers) && "seed" in origin) corpus.keep(trial);
}

/** What the cases and the corpus of other shards reach is nothing new here. */
async function learnReached(
  reached: Reached,
  judge: (asked: Asked) => Promise<Judged>,
  options: SearchOptions,
): Promise<void> {
  const { corpus, cases, only, signal } = options;
  if (corpus === undefined || only !== undefined) return;
  const own = new Set([...ofShard(cases, options), ...corpusOfShard(options)]);
  const others = [...cases, ...corpus.cases].filter((one) => !own.has(one));
  const asking: Asking = { cases: others, runs: 0, ...(signal === undefined ? {} : { signal }) };
  for await (const { answers, outcome } of askInTurn(asking, judge)) if (outcome !== "broken") reached.isNew(answers);
}

function comparisonOf(
  left: Side,
  right: Side,
  about: {
    readonly options: SearchOptions;
    readonly tally: Tally;
    readonly start: number;
    readonly found: readonly Difference[];
    readonly samples: readonly Sample[] | undefined;
  },
): Comparison {
  return {
    control: about.options.control,
    left: left.name,
    right: right.name,
    ...about.tally.counts(),
    causes: about.found.filter((one) => one.known === undefined).length,
    known: about.found.filter((one) => one.known !== undefined),
    ...(about.samples === undefined ? {} : { samples: about.samples }),
    milliseconds: performance.now() - about.start,
  };
}
