import type { Difference, Origin, Sample, Side, Trial } from "../model/index.ts";
import { causeOf, lookOf } from "./_look.ts";
import { ranksOf } from "./_rank.ts";
import { differencesOf, openSampling } from "./_samples.ts";
import { type Shrinking, shrink } from "./_shrink.ts";
import { type Answers, ask, disagreement, outcomeOf } from "./_stand.ts";

/** Differences by their causes. */
export interface Causes {
  /** Takes a difference in; those that look alike are shrunk up to a limit, the rest is left to be counted. Known ones always are. */
  take(found: Found): Promise<void>;
  /** Takes in only what is known of a cause. */
  learn(found: Found & { readonly known: string }): Promise<void>;
  /** One difference for each cause, in the order in which they were found. */
  differences(): readonly Difference[];
  /** Everything that was shrunk, in order. */
  samples(): readonly Sample[];
}

/** A trial on which the sides differ. */
export interface Found {
  readonly trial: Trial;
  readonly answers: Answers;
  readonly origin: Origin;
  readonly position: number;
  /** Why it is meant. */
  readonly known?: string | undefined;
}

export interface CausesOptions {
  readonly control: string;
  readonly messages: boolean;
  readonly shrinking: Shrinking;
  /** Ends the shrinking: what is smallest by then is taken. */
  readonly signal?: AbortSignal;
  /** The command that finds a difference again. */
  readonly replay?: (origin: Origin) => string;
  /** Keeps a generated trial that shows a difference. @returns where it is found again */
  readonly keep?: ((trial: Trial) => Origin | undefined) | undefined;
}

export function openCauses(left: Side, right: Side, options: CausesOptions): Causes {
  const sampling = openSampling();
  const samples: Sample[] = [];
  const reasons = new Map<string, string>();
  const learned = new WeakMap<object, Difference>();
  const withReason = (difference: Difference): Difference => {
    const known = reasons.get(difference.cause);
    return known === undefined ? difference : { ...difference, known };
  };
  return {
    async take(found) {
      const look = lookOf(found.answers);
      const listed = found.known !== undefined;
      if (!sampling.wants(look, listed)) return;
      const small = learned.get(found.trial.request) ?? (await smallest({ left, right, options }, found));
      if (found.known !== undefined) reasons.set(small.cause, found.known);
      sampling.took(look, reasons.has(small.cause));
      const { position } = found;
      samples.push({ position, ...(listed ? { listed } : {}), difference: { ...small, look } });
    },
    async learn(found) {
      const small = await smallest({ left, right, options }, found);
      learned.set(found.trial.request, small);
      reasons.set(small.cause, found.known);
    },
    differences: () => differencesOf(samples, reasons),
    samples: () => samples.map((sample) => ({ ...sample, difference: withReason(sample.difference) })),
  };
}

// --- internal ---

interface Pair {
  readonly left: Side;
  readonly right: Side;
  readonly options: CausesOptions;
}

/** Shrinks while the sides still differ in the same way, so that one cause does not turn into another. */
async function smallest({ left, right, options }: Pair, found: Found): Promise<Difference> {
  const { control, messages, shrinking, replay, signal, keep } = options;
  const alike = async (candidate: Trial): Promise<boolean> => {
    const answers = await ask(left, right, candidate);
    return outcomeOf(answers, messages) === "differed" && decisionsOf(answers) === decisionsOf(found.answers);
  };
  const trial = await shrink(found.trial, alike, { smaller: shrinking.smaller, signal });
  const answers = trial === found.trial ? found.answers : await ask(left, right, trial);
  const again = "seed" in found.origin ? (keep?.(found.trial) ?? found.origin) : found.origin;
  return {
    kind: "difference",
    control,
    left: { side: left.name, verdict: answers.left },
    right: { side: right.name, verdict: answers.right },
    differences: disagreement(answers, { names: [left.name, right.name], messages }),
    trial,
    size: shrinking.sizeOf(trial),
    origins: [found.origin],
    cause: causeOf(trial, answers),
    look: "",
    ...(replay === undefined ? {} : { replay: replay(again) }),
    ...("place" in found.origin ? { place: found.origin.place } : {}),
  };
}

function decisionsOf({ left, right }: Answers): string {
  return [left.decision, right.decision, ...ranksOf([left, right])].join(" ");
}
