import type { Judge, Outcome, Problem, Trial, Unchecked } from "../model/index.ts";
import { type Bench, benchesOf } from "./_property-benches.ts";
import { type Job, type JobContext, judgeOf } from "./_property-context.ts";
import { type PropertyFinding, propertyName, propertyResult } from "./_property-result.ts";
import { allowedContainers, type PropertyTrials } from "./_property-trials.ts";
import type { PropertiesOptions } from "./control-properties.ts";
import { type CheckedProperty, checkProperty } from "./property.ts";

/** What came of a job. */
export interface Ran {
  readonly outcome?: Outcome;
  readonly finding?: PropertyFinding;
  readonly problems: readonly Problem[];
}

/** Checks a property by each that judges it, one after the other, until it is broken. */
export async function runJob(job: Job, context: JobContext): Promise<Ran> {
  const { options } = context;
  if (interrupted(options)) return { problems: [] };
  const start = performance.now();
  const own = await judgeOf([job.policy], context);
  if (own.judge === undefined) return { problems: own.problems };
  const { benches, problems } = await benchesOf(job, own.judge, context);
  const done = await checkAll(benches, { ...job, judge: own.judge }, context);
  const kept = [...own.problems, ...problems];
  if (interrupted(options) && done.checked.broken === undefined) return { problems: kept };
  if (done.bench === undefined) return { problems: kept, finding: unjudged(job, context) };
  const result = propertyResult(done.checked, {
    control: context.control,
    use: job.use,
    engine: job.policy.engine,
    originOf: done.bench.trials.originOf,
    replay: options.replay,
    known: options.known ?? [],
    whole: isWhole(options),
    milliseconds: performance.now() - start,
    ...(done.bench.name === undefined ? {} : { judgedBy: done.bench.name }),
  });
  if (result.outcome !== undefined) options.onOutcome?.(result.outcome);
  return { ...result, problems: [...kept, ...done.checked.problems] };
}

// --- internal ---

/** All changes of the requests that were asked for one by one. */
const mostOfOne = 1_000_000;
const nothing: CheckedProperty = { checked: 0, refused: 0, unmatched: 0, unbound: 0, problems: [] };

interface Done {
  readonly checked: CheckedProperty;
  /** The one that found it broken, or that could check nothing; else the last. */
  readonly bench?: Bench;
}

/** Of those that one name stands for some must have had something to say. */
async function checkAll(
  benches: readonly Bench[],
  job: Job & { readonly judge: Judge },
  context: JobContext,
): Promise<Done> {
  let sum = nothing;
  for (const [, ofName] of Map.groupBy(benches, ({ name }) => name)) {
    let own = nothing;
    for (const bench of ofName) {
      const one = await checkOne(bench, job, context);
      own = added(own, one);
      if (one.broken !== undefined) return { checked: added(sum, own), bench };
    }
    const [bench] = ofName;
    if (own.checked === 0 && bench !== undefined) return { checked: own, bench };
    sum = added(sum, own);
  }
  const last = benches.at(-1);
  return { checked: sum, ...(last === undefined ? {} : { bench: last }) };
}

async function checkOne(
  { trials: { golden, generated }, by, ...asked }: Bench,
  { use, property, policy, judge }: Job & { readonly judge: Judge },
  { all, engines, opened, options }: JobContext,
): Promise<CheckedProperty> {
  const { seed, signal } = options;
  const checked = await checkProperty({
    property,
    ...asked,
    trials: golden,
    ...sharedOut({ golden, generated, by }, options),
    seed,
    material: {
      containers: allowedContainers(all, policy.engine),
      ...(use.param === undefined ? {} : { param: use.param }),
      ...(use.breakpoints === undefined ? {} : { breakpoints: use.breakpoints }),
      ...(use.paths === undefined ? {} : { paths: use.paths }),
    },
    admitted: async ({ request, world }) => (await engines.admit(request, world)).value,
    mutation: ({ request, world }) => judge(request, world),
    shrinking: opened.shrinking,
    ...(signal === undefined ? {} : { signal }),
  });
  if (checked.broken === undefined || by === undefined) return checked;
  const differences = checked.broken.differences.map((sentence) => `\`${by}\`: ${sentence}`);
  return { ...checked, broken: { ...checked.broken, differences } };
}

/** Where others judge, each case of theirs is changed, and so many requests more are drawn. */
function sharedOut(
  { golden, generated, by }: Pick<PropertyTrials, "golden" | "generated"> & { readonly by: string | undefined },
  options: PropertiesOptions,
): { readonly runs: number; readonly generated: Iterable<Trial> } {
  if (!isWhole(options)) return { runs: mostOfOne, generated };
  const { runs } = options;
  return by === undefined ? { runs, generated } : { runs: golden.length + runs, generated: first(runs, generated) };
}

function* first<T>(count: number, items: Iterable<T>): Iterable<T> {
  let left = count;
  if (left === 0) return;
  for (const item of items) {
    yield item;
    if (--left === 0) return;
  }
}

function added(one: CheckedProperty, other: CheckedProperty): CheckedProperty {
  const broken = other.broken ?? one.broken;
  return {
    checked: one.checked + other.checked,
    refused: one.refused + other.refused,
    unmatched: one.unmatched + other.unmatched,
    unbound: one.unbound + other.unbound,
    problems: [...one.problems, ...other.problems],
    ...(broken === undefined ? {} : { broken }),
  };
}

/** A property that others judge, and nobody does. */
function unjudged({ use, policy }: Job, { control }: JobContext): Unchecked {
  const message = "no other control judges it: name some that can in `controls`";
  const name = `${propertyName(use)} [${policy.engine}]`;
  const place = use.place === undefined ? {} : { place: use.place };
  return { kind: "unchecked", control: control.id, case: name, message, ...place };
}

function isWhole({ only, cases }: PropertiesOptions): boolean {
  return only === undefined && cases === undefined;
}

function interrupted({ signal }: PropertiesOptions): boolean {
  return signal?.aborted === true;
}
