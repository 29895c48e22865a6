import { compilingOnce, type Engines, limiter } from "../engine/index.ts";
import type { Case, Control, EngineId, KnownDifference, Origin, Outcome, Place, Problem } from "../model/index.ts";
import { withoutTwice } from "./_problems.ts";
import type { Job, JobContext } from "./_property-context.ts";
import { runJob } from "./_property-job.ts";
import { type PropertyFinding, propertyName } from "./_property-result.ts";
import { openTrials } from "./_property-trials.ts";
import { asJson } from "./golden.ts";
import { properties } from "./properties/index.ts";
import { openStream } from "./stream.ts";

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
  const context: JobContext = {
    engines: compilingOnce(engines),
    options,
    control,
    all,
    chosen,
    trials: openTrials({ options, chosen, opened }),
    judges: new Map(),
    opened,
  };
  const limit = limiter(jobsAtATime);
  const ran = await Promise.all(jobs.map((job) => limit(() => runJob(job, context))));
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
