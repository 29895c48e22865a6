import { compilingOnce, type Engines, type Limiter, limiter } from "../engine/index.ts";
import type {
  BrokenProperty,
  Case,
  CaseFinding,
  Control,
  EngineId,
  JsonObject,
  Judge,
  Origin,
  Outcome,
  Policy,
  Problem,
  Property,
  PropertyUse,
  Trial,
  Unchecked,
} from "../model/index.ts";
import { expectationFor } from "../model/index.ts";
import { placed, withoutTwice } from "./_problems.ts";
import { asJson } from "./golden.ts";
import { properties } from "./properties/index.ts";
import { type CheckedProperty, checkProperty } from "./property.ts";
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
  /** The command that finds it again. */
  readonly replay?: (property: string, engine: EngineId, origin: Origin) => string;
}

/** What came of the properties of a control. */
export interface PropertiesRun {
  readonly outcomes: readonly Outcome[];
  readonly findings: readonly CaseFinding[];
  readonly problems: readonly Problem[];
}

/** Checks every property of a control on every engine that it is asked of. */
export async function checkProperties(
  control: Control,
  engines: Engines,
  options: PropertiesOptions,
): Promise<PropertiesRun> {
  const jobs = jobsOf(control, options);
  if (jobs.length === 0) return { outcomes: [], findings: [], problems: [] };
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
    chosen,
    opened,
  };
  const ran = await Promise.all(jobs.map((job) => context.limit(() => runJob(job, context))));
  return {
    outcomes: ran.flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome])),
    findings: ran.flatMap(({ finding }) => (finding === undefined ? [] : [finding])),
    problems: withoutTwice([...opened.problems, ...ran.flatMap(({ problems }) => problems)]),
  };
}

// --- internal ---

/** Each has a batch under way. */
const jobsAtATime = 6;

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
  readonly chosen: readonly Case[];
  readonly opened: OpenedStream;
}

interface Ran {
  readonly outcome?: Outcome;
  readonly finding?: CaseFinding;
  readonly problems: readonly Problem[];
}

interface Posed {
  readonly trial: Trial;
  readonly origin: Origin;
}

function jobsOf({ properties: uses = [], policies }: Control, { engines }: PropertiesOptions): readonly Job[] {
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
  const posed = posedFor(context, policy.engine, use);
  const start = performance.now();
  const checked = await checkProperty({
    property,
    judge: compiled.judge as Judge,
    trials: posed.map(({ trial }) => trial),
    runs: options.only === undefined ? runs : Number.POSITIVE_INFINITY,
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
  const result = resultOf({ use, property, policy }, checked, {
    context,
    posed,
    milliseconds: performance.now() - start,
  });
  if (result.outcome !== undefined) options.onOutcome?.(result.outcome);
  return { ...result, problems: [...problems, ...checked.problems] };
}

/** Golden cases first, then the stream. What a case expects to fail is nothing to compare. */
function posedFor({ options, chosen, opened }: Context, engine: EngineId, use: PropertyUse): readonly Posed[] {
  const { kubernetes, runs, only } = options;
  const inWorld = ({ request, world }: Trial): Trial => ({
    request,
    world: {
      ...world,
      ...(world.kubernetes === undefined && kubernetes !== undefined ? { kubernetes } : {}),
      ...(use.raw === true ? { raw: true } : {}),
    },
  });
  const { stream } = opened;
  const generated = (index: number): readonly Posed[] =>
    stream === undefined ? [] : [{ trial: inWorld(stream.draw(index)), origin: { seed: stream.seed, index } }];
  if (only !== undefined) return generated(only);
  const golden = chosen
    .filter((one) => expectationFor(one, engine).decision !== "error")
    .map((one) => ({ trial: inWorld(one), origin: { case: one.name, place: one.place } }));
  return [
    ...golden,
    ...(options.cases === undefined ? Array.from({ length: runs }, (_, index) => generated(index)).flat() : []),
  ];
}

/** Containers of the cases that this engine must allow, without what hangs on the rest of their pod. */
function allowedContainers(cases: readonly Case[], engine: EngineId): readonly JsonObject[] {
  const containers = cases
    .filter((one) => expectationFor(one, engine).decision === "allow")
    .flatMap(({ request: { object } }) => (object !== undefined && "json" in object ? containersIn(object.json) : []));
  return [...new Map(containers.map((container) => [JSON.stringify(container), container])).values()].slice(
    0,
    mostContainers,
  );
}

const mostContainers = 8;

function containersIn(object: JsonObject): readonly JsonObject[] {
  const spec = object["spec"] as JsonObject | null | undefined;
  const containers = spec?.["containers"];
  if (!Array.isArray(containers)) return [];
  return (containers as readonly JsonObject[]).map(
    ({ volumeMounts: _mounts, volumeDevices: _devices, ports: _ports, ...own }) => own,
  );
}

function resultOf(
  { use, property, policy: { engine } }: Job,
  { broken, ...counts }: CheckedProperty,
  {
    context,
    posed,
    milliseconds,
  }: { readonly context: Context; readonly posed: readonly Posed[]; readonly milliseconds: number },
): { readonly outcome?: Outcome; readonly finding?: CaseFinding } {
  const { control, options } = context;
  const place = use.place ?? { path: control.policies[0]?.sources[0]?.path ?? control.id };
  const name = nameOf(use);
  const outcome = { control: control.id, case: name, engine, place, milliseconds };
  if (broken !== undefined) {
    const origin = (posed[broken.index] as Posed).origin;
    const { index: _index, how: _how, ...shown } = broken;
    const finding: BrokenProperty = {
      kind: "broken-property",
      control: control.id,
      case: name,
      property: property.id,
      engine,
      ...shown,
      origin,
      place,
      ...(options.replay === undefined ? {} : { replay: options.replay(property.id, engine, origin) }),
    };
    return { outcome: { ...outcome, status: "failed", finding }, finding };
  }
  if (counts.checked > 0) return { outcome: { ...outcome, status: "passed" } };
  const finding: Unchecked = {
    kind: "unchecked",
    control: control.id,
    case: `${name} [${engine}]`,
    place,
    message: `no request could be changed so that it says something${whyNot(counts)}`,
  };
  return { finding };
}

/** As an outcome is called: the same property may be asked for in several ways. */
function nameOf({ property, raw, param }: PropertyUse): string {
  const ways = [...(raw === true ? ["raw"] : []), ...(param === undefined ? [] : [param])];
  return `property ${property}${ways.length === 0 ? "" : ` (${ways.join(", ")})`}`;
}

function whyNot({ refused, unmatched, unbound }: Omit<CheckedProperty, "broken">): string {
  const reasons = [
    ...(refused > 0 ? [`the API server refused ${refused}`] : []),
    ...(unmatched > 0 ? [`no policy applied to ${unmatched}`] : []),
    ...(unbound > 0 ? [`${unbound} did not meet its conditions`] : []),
  ];
  return reasons.length === 0 ? "" : `: ${reasons.join(", ")}`;
}

function interrupted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
