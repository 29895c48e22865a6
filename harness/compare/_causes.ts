import type { Difference, Origin, Side, Trial } from "../model/index.ts";
import { causeOf, lookOf } from "./_look.ts";
import { type Shrinking, shrink } from "./_shrink.ts";
import { type Answers, ask, disagreement, outcomeOf } from "./_stand.ts";

/** Differences by their causes. */
export interface Causes {
  /** Takes a difference in; those that look alike are shrunk up to a limit, the rest is left to be counted. */
  take(trial: Trial, answers: Answers, origin: Origin): Promise<void>;
  /** One difference for each cause, in the order in which they were found. */
  differences(): readonly Difference[];
}

export interface CausesOptions {
  readonly control: string;
  readonly messages: boolean;
  readonly shrinking: Shrinking;
  /** Ends the shrinking: what is smallest by then is taken. */
  readonly signal?: AbortSignal;
  /** The command that finds a difference again. */
  readonly replay?: (origin: Origin) => string;
}

/** Of differences that look alike so many are shrunk. */
export const mostOfOneLook = 8;
/** More looks than this are one. */
const mostLooks = 100;

export function openCauses(left: Side, right: Side, options: CausesOptions): Causes {
  const looks = new Map<string, number>();
  const causes = new Map<string, Difference>();
  const nameOf = (answers: Answers): string => {
    const look = lookOf(answers);
    return looks.has(look) || looks.size < mostLooks ? look : "other";
  };
  return {
    async take(trial, answers, origin) {
      const look = nameOf(answers);
      const seen = looks.get(look) ?? 0;
      looks.set(look, seen + 1);
      if (seen >= mostOfOneLook) return;
      const found = await smallest({ left, right, options }, { trial, answers, origin });
      causes.set(found.cause, joined(causes.get(found.cause), { ...found, look }));
    },
    differences: () => [...causes.values()],
  };
}

/** The same cause found twice: the smaller trial stands for both, the earlier one where they are equal. */
export function joined(known: Difference | undefined, found: Difference): Difference {
  if (known === undefined) return found;
  const origins = [...known.origins, ...found.origins];
  return found.size < known.size ? { ...found, origins } : { ...known, origins };
}

// --- internal ---

interface Pair {
  readonly left: Side;
  readonly right: Side;
  readonly options: CausesOptions;
}

interface Found {
  readonly trial: Trial;
  readonly answers: Answers;
  readonly origin: Origin;
}

/** Shrinks while the sides still differ in the same way, so that one cause does not turn into another. */
async function smallest({ left, right, options }: Pair, found: Found): Promise<Difference> {
  const { control, messages, shrinking, replay, signal } = options;
  const alike = async (candidate: Trial): Promise<boolean> => {
    const answers = await ask(left, right, candidate);
    return outcomeOf(answers, messages) === "differed" && decisionsOf(answers) === decisionsOf(found.answers);
  };
  const trial = await shrink(found.trial, alike, { smaller: shrinking.smaller, signal });
  const answers = trial === found.trial ? found.answers : await ask(left, right, trial);
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
    ...(replay === undefined ? {} : { replay: replay(found.origin) }),
    ...("place" in found.origin ? { place: found.origin.place } : {}),
  };
}

function decisionsOf({ left, right }: Answers): string {
  return `${left.decision} ${right.decision}`;
}
