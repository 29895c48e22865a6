import type { Engines } from "../engine/index.ts";
import { type Difference, type Place, reasonsFor, type Sample, type Verdict } from "../model/index.ts";
import type { SidePolicies } from "./side.ts";

/** Where policies say what makes a difference. */
export interface PolicyPlaces {
  /** Each difference that no case shows, with the place. */
  of(differences: readonly Difference[]): Promise<readonly Difference[]>;
  ofSamples(samples: readonly Sample[]): Promise<readonly Sample[]>;
}

/**
 * Finds the line from which the verdict of one side comes: of the side that objects, or else of the first that names one. Where none does, it is
 * where their first source begins.
 */
export function policyPlaces(sides: readonly SidePolicies[], engines: Engines): PolicyPlaces {
  const place = async (difference: Difference): Promise<Difference> => {
    if (difference.place !== undefined) return difference;
    const asked = askedOf(difference, sides);
    for (const one of asked) {
      const policyAt = await decidingLine(one, difference, engines);
      if (policyAt !== undefined) return { ...difference, policyAt };
    }
    const path = asked.flatMap(({ side }) => side.policies.flatMap(({ sources }) => sources))[0]?.path;
    return path === undefined ? difference : { ...difference, policyAt: { path } };
  };
  return {
    of: (differences) => Promise.all(differences.map(place)),
    ofSamples: (samples) =>
      Promise.all(samples.map(async (sample) => ({ ...sample, difference: await place(sample.difference) }))),
  };
}

// --- internal ---

interface Asked {
  readonly side: SidePolicies;
  readonly verdict: Verdict;
}

/** The side that denies or fails comes first. */
function askedOf({ left, right }: Difference, sides: readonly SidePolicies[]): readonly Asked[] {
  const said = [left, right].flatMap(({ side: name, verdict }) => {
    const side = sides.find((one) => one.name === name);
    return side === undefined ? [] : [{ side, verdict }];
  });
  return said.toSorted((one, other) => Number(objects(other.verdict)) - Number(objects(one.verdict)));
}

function objects({ decision, advice = [] }: Verdict): boolean {
  return decision === "deny" || decision === "error" || advice.length > 0;
}

async function decidingLine(
  { side, verdict }: Asked,
  { trial: { request, world } }: Difference,
  engines: Engines,
): Promise<Place | undefined> {
  const { policies, kubernetes } = side;
  const around = kubernetes === undefined ? world : { ...world, kubernetes };
  const { told } = await engines.explain({ policies, request, world: around });
  const paths = policies.flatMap(({ sources }) => sources.map(({ path }) => path));
  const reasons = reasonsFor(verdict, told).flatMap(({ place }) => place ?? []);
  return reasons.find(({ path }) => paths.includes(path));
}
