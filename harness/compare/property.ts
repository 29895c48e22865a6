import type { Change, Problem, Trial, Verdict } from "../model/index.ts";
import { openPosing, type PosedChange } from "./_posing.ts";
import { keepFailure } from "./_problems.ts";
import type { PropertyCheck } from "./_property-check.ts";
import { changesOf, type Looked, look, openAsking } from "./_property-look.ts";
import { shrink } from "./_shrink.ts";

/** What came of checking a property. */
export interface CheckedProperty {
  /** Changed requests for which the property held, or not. */
  readonly checked: number;
  /** Refused by the API server before or after the change. */
  readonly refused: number;
  /** No policy applied, before and after. */
  readonly unmatched: number;
  /** The property says nothing of such a verdict, or what it is given did not hold. */
  readonly unbound: number;
  readonly broken?: BrokenBy;
  readonly problems: readonly Problem[];
}

/** A trial for which a property does not hold. */
export interface BrokenBy {
  /** Position of the trial it was found with. */
  readonly index: number;
  /** As small as it could be made, and changed. */
  readonly trial: Trial;
  readonly changed: Trial;
  readonly how: string;
  readonly before: Verdict;
  readonly after: Verdict;
  /** What is wrong, a sentence each. */
  readonly differences: readonly string[];
}

/** Compares a judge with itself on changed requests, and makes the first one small for which the property does not hold. */
export async function checkProperty(check: PropertyCheck): Promise<CheckedProperty> {
  const { runs = 100, signal } = check;
  const counts = { checked: 0, refused: 0, unmatched: 0, unbound: 0 };
  const problems: Problem[] = [];
  const asking = openAsking(check);
  const posing = openPosing(check.trials, check.generated ?? [], {
    seed: check.seed ?? 1,
    changesOf: (trial) => changesOf(check, trial),
  });
  const most = runs * postedForOne;
  for (let posted = 0; counts.checked < runs && posted < most && signal?.aborted !== true; ) {
    const batch = await posing.next(Math.min(perBatch, runs - counts.checked));
    if (batch.length === 0) break;
    posted += batch.length;
    const looked = await Promise.all(batch.map(({ trial, change }) => look(asking, trial, change)));
    for (const [position, one] of looked.entries()) {
      counts[one.kind]++;
      for (const failure of one.failures) keepFailure(problems, failure);
      if (one.kind !== "checked" || one.differences.length === 0 || one.failures.length > 0) continue;
      const found = batch[position] as PosedChange;
      return { ...counts, problems, broken: await smallest(check, found, one) };
    }
  }
  return { ...counts, problems };
}

/** How one trial breaks a property; `undefined` where it does not. For arbitraries of other tools, which shrink by themselves. */
export async function brokenBy(
  check: Pick<PropertyCheck, "property" | "judge" | "material" | "admitted">,
  trial: Trial,
): Promise<BrokenBy | undefined> {
  const found = await breaks({ ...check, trials: [] }, trial, {});
  return found === undefined ? undefined : { ...found, index: 0 };
}

// --- internal ---

const perBatch = 32;
/** Changes that are judged at most for one that the property says something of. */
const postedForOne = 4;
/** Changes of one kind of a smaller trial that are looked at. */
const mostAlike = 12;

type Found = Omit<BrokenBy, "index">;

/** Shrinks while the same kind of change breaks the property in the same way. */
async function smallest(check: PropertyCheck, { trial, index, change }: PosedChange, found: Looked): Promise<BrokenBy> {
  const first = brokenFrom(trial, change, found);
  const { shrinking = { smaller: () => [] }, signal } = check;
  const known = new Map<Trial, Found>();
  const holds = async (candidate: Trial): Promise<boolean> => {
    const one = await breaks(check, candidate, { how: change.how, decisions: decisionsOf(first) });
    if (one !== undefined) known.set(candidate, one);
    return one !== undefined;
  };
  const small = await shrink(trial, holds, { smaller: shrinking.smaller, signal });
  return { ...(known.get(small) ?? first), index };
}

/** The first change of a trial that breaks the property, in the way that is looked for. */
async function breaks(
  check: PropertyCheck,
  trial: Trial,
  wanted: { readonly how?: string; readonly decisions?: string },
): Promise<Found | undefined> {
  const asking = openAsking(check);
  const { how, decisions } = wanted;
  const changes = [...(await changesOf(check, trial))].filter((change) => how === undefined || change.how === how);
  for (const change of changes.slice(0, how === undefined ? changes.length : mostAlike)) {
    const one = await look(asking, trial, change);
    if (one.kind !== "checked" || one.differences.length === 0 || one.failures.length > 0) continue;
    const found = brokenFrom(trial, change, one);
    if (decisions === undefined || decisionsOf(found) === decisions) return found;
  }
  return undefined;
}

function brokenFrom(trial: Trial, change: Change, { before, after, differences }: Looked): Found {
  return {
    trial,
    changed: change.trial,
    how: change.how,
    before: before as Verdict,
    after: after as Verdict,
    differences: differences.map((sentence) => `${change.how}: ${sentence}`),
  };
}

function decisionsOf({ before, after }: Found): string {
  return `${before.decision} ${after.decision}`;
}
