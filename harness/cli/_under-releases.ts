import { AssayError, type Case, type Control, type EngineId } from "../model/index.ts";

/**
 * The controls with each case once for every release; one that names a release itself stays as it is.
 * @throws an AssayError where a cluster would have to be of several releases
 */
export function underReleases(
  controls: readonly Control[],
  releases: readonly string[],
  engines: readonly EngineId[],
): readonly Control[] {
  if (releases.length < 2) return controls;
  if (engines.includes("cluster"))
    throw new AssayError(
      "bad-usage",
      "a cluster is of one release: leave the engine `cluster` out, or give --kubernetes one release",
    );
  return controls.map((control) => ({ ...control, cases: control.cases.flatMap((one) => underEach(one, releases)) }));
}

// --- internal ---

function underEach(one: Case, releases: readonly string[]): readonly Case[] {
  if (one.world.kubernetes !== undefined) return [one];
  return releases.map((kubernetes) => ({
    ...one,
    name: `${one.name}@${kubernetes}`,
    world: { ...one.world, kubernetes },
  }));
}
