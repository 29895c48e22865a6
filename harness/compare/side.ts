import type { Engines } from "../engine/index.ts";
import type { EngineId, Judge, Policy, Problem, Side, World } from "../model/index.ts";
import { placed } from "./_problems.ts";

/** Policies that are one side of a comparison. */
export interface SidePolicies {
  readonly name: string;
  readonly engine: EngineId;
  readonly policies: readonly Policy[];
  /** Release of Kubernetes to judge under, whatever a trial's own is. */
  readonly kubernetes?: string;
}

/** A side that can be asked, or the problems that prevent one. */
export interface OpenedSide {
  readonly side?: Side;
  readonly problems: readonly Problem[];
}

/** Compiles the policies of a side. `kubernetes` is the release for trials that have none, where the side has none either. */
export async function openSide(
  { name, engine, policies, kubernetes: own }: SidePolicies,
  engines: Engines,
  kubernetes?: string,
): Promise<OpenedSide> {
  const release = own ?? kubernetes;
  const { judge, problems } = await engines
    .get(engine)
    .compile(policies, release === undefined ? {} : { kubernetes: release });
  const [first] = policies;
  const told = first === undefined ? problems : problems.map((problem) => placed(problem, first));
  if (judge === undefined) return { problems: told };
  if (release === undefined) return { side: { name, judge }, problems: told };
  return { side: { name, judge: under(judge, release, own !== undefined) }, problems: told };
}

// --- internal ---

/** Worlds are kept, because engines know a world again by its identity. */
function under(judge: Judge, kubernetes: string, always: boolean): Judge {
  const worlds = new WeakMap<World, World>();
  return (request, world) => {
    const known = worlds.get(world);
    if (known !== undefined) return judge(request, known);
    const own = always || world.kubernetes === undefined ? { ...world, kubernetes } : world;
    worlds.set(world, own);
    return judge(request, own);
  };
}
