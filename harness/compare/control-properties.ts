import { compilingOnce, type Engines, type Limiter, limiter } from "../engine/index.ts";
import type {
  Case,
  Control,
  EngineId,
  Judge,
  KnownDifference,
  Origin,
  Outcome,
  Place,
  Policy,
  Problem,
  Property,
  PropertyUse,
} from "../model/index.ts";
import { placed, withoutTwice } from "./_problems.ts";
import { type PropertyFinding, propertyName, propertyResult } from "./_property-result.ts";
import { allowedContainers, openTrials, type PropertyTrials } from "./_property-trials.ts";
import { remembering } from "./_remembering.ts";
import { asJson } from "./golden.ts";
import { properties } from "./properties/index.ts";
import { checkProperty } from "./property.ts";
import { type OpenedStream, openStream } from "./stream.ts";

/** How the properties of a control are checked. */
export interface PropertiesOptions {
  readonly engines: readonly EngineId[];
  /** Changed requests for each property and engine. */
  readonly runs: number;
  readonly seed: number;
  /** Kubernetes minor for cases that name none. @defaultValue the engine's own release */
  readonly kubernetes?: string;
  /** Cases that are changed; those that are allowed say what is allowed. @defaultValue all of the control */
  readonly cases?: readonly Case[];
  /** One index of the stream alone, and no case. */
  readonly only?: number;
  readonly signal?: AbortSignal;
  readonly onOutcome?: (outcome: Outcome) => void;
  /** Properties that are listed as not holding: a broken one of them is no finding, one that holds is. */
  readonly known?: readonly KnownDifference[];
  /** The command that finds it again. */
  readonly replay?: (property: string, engine: EngineId, origin: Origin) => string;
}

/** What came of one property on one engine. */
export interface CheckedOn {
  /** As its outcome is called. */
  readonly name: string;
  readonly engine: EngineId;
  readonly outcome?: Outcome;
  readonly finding?: PropertyFinding;
  readonly problems: readonly Problem[];
}

/** What came of the properties of a control. */
export interface PropertiesRun {
  /** One by one, in the order in which they are asked for. */
  readonly checks: readonly CheckedOn[];
  readonly outcomes: readonly Outcome[];
  readonly findings: readonly PropertyFinding[];
  readonly problems: readonly Problem[];
}

/** Checks every property of a control on every engine that it is asked of. */
export async function checkProperties(
  control: Control,
  engines: Engines,
  options: PropertiesOptions,
): Promise<PropertiesRun> {
  const jobs = jobsOf(control, options.engines);
  if (jobs.length === 0) return { checks: [], outcomes: [], findings: [], problems: [] };
  const all = (await asJson(control.cases, engines)).filter(({ skip }) => skip === undefined);
  const chosen =
    options.cases === undefined ? all : all.filter(({ name }) => options.cases?.some((one) => one.name === name));
  const opened = await openStream({ engines, policies: control.policies, cases: all, seed: options.seed });
  const context: Context = {
    engines: compilingOnce(engines),
    limit: limiter(jobsAtATime),
    options,
    control,
    all,
    trials: openTrials({ options, chosen, opened }),
    judges: new Map(),
    opened,
  };
  const ran = await Promise.all(jobs.map((job) => context.limit(() => runJob(job, context))));
  return {
    checks: ran.map((one, index) => ({ ...named(jobs[index] as Job), ...one })),
    outcomes: ran.flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome])),
    findings: ran.flatMap(({ finding }) => (finding === undefined ? [] : [finding])),
    problems: withoutTwice([...opened.problems, ...ran.flatMap(({ problems }) => problems)]),
  };
}

/** What {@link checkProperties} checks, in its order, by the names of its outcomes. */
export function namedProperties(
  control: Control,
  engines: readonly EngineId[],
): readonly { readonly name: string; readonly engine: EngineId; readonly place: Place | undefined }[] {
  return jobsOf(control, engines).map((job) => ({ ...named(job), place: job.use.place }));
}

// --- internal ---

/** Each has a batch under way. */
const jobsAtATime = 12;
/** All changes of the requests that were asked for one by one. */
const mostOfOne = 1_000_000;

interface Job {
  readonly use: PropertyUse;
  readonly property: Property;
  readonly policy: Policy;
}

interface Context {
  readonly engines: Engines;
  readonly limit: Limiter;
  readonly options: PropertiesOptions;
  readonly control: Control;
  /** Every case that runs, its object as JSON. */
  readonly all: readonly Case[];
  readonly trials: (engine: EngineId, use: PropertyUse) => PropertyTrials;
  readonly judges: Map<Judge, Judge>;
  readonly opened: OpenedStream;
}

interface Ran {
  readonly outcome?: Outcome;
  readonly finding?: PropertyFinding;
  readonly problems: readonly Problem[];
}

function named({ use, policy: { engine } }: Job): { readonly name: string; readonly engine: EngineId } {
  return { name: propertyName(use), engine };
}

function jobsOf({ properties: uses = [], policies }: Control, engines: readonly EngineId[]): readonly Job[] {
  return uses.flatMap((use) => {
    const property = properties[use.property];
    const asked = policies.filter(
      ({ engine }) =>
        engines.includes(engine) &&
        engine !== "cluster" &&
        (use.engines?.includes(engine) ?? true) &&
        (use.raw !== true || engine === "rego" || engine === "topdown"),
    );
    return property === undefined ? [] : asked.map((policy) => ({ use, property, policy }));
  });
}

async function runJob({ use, property, policy }: Job, context: Context): Promise<Ran> {
  const { engines, options, opened } = context;
  const { kubernetes, runs, seed, signal } = options;
  if (interrupted(signal)) return { problems: [] };
  const compiled = await engines.get(policy.engine).compile([policy], kubernetes === undefined ? {} : { kubernetes });
  const problems = compiled.problems.map((problem) => placed(problem, policy));
  if (compiled.judge === undefined) return { problems };
  const { golden, generated, originOf } = context.trials(policy.engine, use);
  const start = performance.now();
  const checked = await checkProperty({
    property,
    judge: remembering(compiled.judge, context.judges),
    trials: golden,
    generated,
    runs: options.only === undefined && options.cases === undefined ? runs : mostOfOne,
    seed,
    material: {
      containers: allowedContainers(context.all, policy.engine),
      ...(use.param === undefined ? {} : { param: use.param }),
      ...(use.breakpoints === undefined ? {} : { breakpoints: use.breakpoints }),
    },
    admitted: async ({ request, world }) => (await engines.admit(request, world)).value,
    shrinking: opened.shrinking,
    ...(signal === undefined ? {} : { signal }),
  });
  if (interrupted(signal) && checked.broken === undefined) return { problems };
  const result = propertyResult(checked, {
    control: context.control,
    use,
    engine: policy.engine,
    originOf,
    replay: options.replay,
    known: options.known ?? [],
    whole: options.only === undefined && options.cases === undefined,
    milliseconds: performance.now() - start,
  });
  if (result.outcome !== undefined) options.onOutcome?.(result.outcome);
  return { ...result, problems: [...problems, ...checked.problems] };
}

function interrupted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
