import { openStream, search } from "../../harness/compare/index.ts";
import type { Engines } from "../../harness/engine/index.ts";
import type { Difference, Judge, Origin, Policy, Side, Trial, World } from "../../harness/model/index.ts";
import type { Planted } from "./_read.ts";

/** How a planted difference is looked for. */
export interface Hunt {
  readonly seed: number;
  readonly directed: boolean;
  /** Objects after which it is given up. */
  readonly runs: number;
}

/** What came of looking for one. */
export interface Hunted {
  readonly seed: number;
  /** Until it was found and shrunk, or given up. */
  readonly seconds: number;
  /** Fields of the smallest object that is known to show it. */
  readonly smallest: number;
  /** Absent where it was not found. */
  readonly found?: {
    /** Objects drawn until then, this one included. */
    readonly objects: number;
    /** Fields of the object that it was shrunk to. */
    readonly size: number;
    readonly trial: Trial;
  };
}

/** Looks for a planted difference in generated objects until it is found and shrunk. */
export async function hunt(engines: Engines, one: Planted, { seed, directed, runs }: Hunt): Promise<Hunted> {
  const start = performance.now();
  const policies = [...one.left, ...one.right];
  const { stream, shrinking, problems } = await openStream({ engines, policies, cases: [], seed, directed });
  if (stream === undefined) throw new Error(`${one.id}: ${problems.map(({ message }) => message).join("; ")}`);
  const [left, right] = await Promise.all([sideOf(engines, "right", one.left), sideOf(engines, "wrong", one.right)]);
  const done = new AbortController();
  let first: Origin | undefined;
  const within = worldWith(one.smallest.world);
  const { differences } = await search(left, right, {
    control: one.id,
    cases: [],
    stream: { seed, draw: (index) => within(stream.draw(index)) },
    runs,
    shrinking,
    signal: done.signal,
    // It is asked for a command once a difference is shrunk: the first is enough.
    replay: (origin) => {
      first ??= origin;
      done.abort();
      return "";
    },
  });
  const found = differences.find(({ origins }) => origins.some((origin) => origin === first));
  return {
    seed,
    seconds: (performance.now() - start) / 1000,
    smallest: shrinking.sizeOf(one.smallest),
    ...(found === undefined ? {} : { found: foundOf(found, first) }),
  };
}

// --- internal ---

async function sideOf(engines: Engines, name: string, policies: readonly Policy[]): Promise<Side> {
  const { judge, problems } = await engines.get(policies[0]?.engine ?? "rego").compile(policies);
  if (judge === undefined) throw new Error(problems.map(({ message }) => message).join("; "));
  return { name, judge: validating(engines, judge) };
}

/** Refuses what the API server would, also where a policy reads the object raw, before any server. */
function validating(engines: Engines, judge: Judge): Judge {
  return async (request, world) => {
    if (world.raw !== true) return judge(request, world);
    const { problems: [refusal] = [] } = await engines.admit(request, served);
    if (refusal === undefined) return judge(request, world);
    return { decision: "error", violations: [], warnings: [], audit: {}, errors: [refusal] };
  };
}

const served: World = {};

/** Judges trials raw where the planted difference shows itself in raw objects alone; an engine knows a world again by its identity. */
function worldWith({ raw }: World): (trial: Trial) => Trial {
  if (raw === undefined) return (trial) => trial;
  const worlds = new WeakMap<World, World>();
  return ({ request, world }) => {
    const own = worlds.get(world) ?? { ...world, raw };
    worlds.set(world, own);
    return { request, world: own };
  };
}

function foundOf({ trial, size }: Difference, origin: Origin | undefined): NonNullable<Hunted["found"]> {
  const index = origin !== undefined && "index" in origin ? origin.index : Number.NaN;
  return { objects: index + 1, size, trial };
}
