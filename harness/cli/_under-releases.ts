import type { PlacedCase } from "../compare/index.ts";
import type { Engines } from "../engine/index.ts";
import type { Project } from "../load/index.ts";
import { AssayError, type Case, type Control, type EngineId, isBefore, isWithin, rangeText } from "../model/index.ts";
import { matrixOf, type OpenedMatrix } from "./_matrix.ts";
import type { TestOptions } from "./_test-options.ts";

/** What placing cases under releases needs. */
export interface Placing {
  readonly engines: Engines;
  readonly engineIds: readonly EngineId[];
  /** Params that follow the release, `{kubernetes}` in their values; a case's own win. */
  readonly params: Readonly<Record<string, string>>;
}

/** Controls with their cases under releases, and the matrix of what holds where, where there are several. */
export interface Placed {
  readonly controls: readonly Control[];
  readonly matrix?: OpenedMatrix;
}

/** The releases that cases are judged under; none: the engine's own. */
export function releasesOf({ kubernetes }: TestOptions, { config }: Project): readonly string[] {
  return kubernetes ?? (config.kubernetes === undefined ? [] : [config.kubernetes]);
}

/**
 * The controls with each case once for every release; one that names a release itself stays as it is. A case that is about some releases says so where it stands under another.
 * @throws an AssayError where a cluster would have to be of several releases
 */
export async function placedUnder(
  controls: readonly Control[],
  releases: readonly string[],
  placing: Placing,
): Promise<Placed> {
  const [only, ...others] = releases;
  if (only === undefined) return { controls };
  if (others.length === 0) return { controls: withCases(controls, (one) => [underOne(one, only)]) };
  if (placing.engineIds.includes("cluster"))
    throw new AssayError(
      "bad-usage",
      "a cluster is of one release: leave the engine `cluster` out, or give --kubernetes one release",
    );
  const oldest = (await placing.engines.releases()).value?.oldest;
  const placed = new Map<Case, PlacedCase>();
  const all = withCases(controls, (one) =>
    isPinned(one)
      ? [one]
      : releases.map((release) => {
          const made = underEach(one, release, { ...placing, ...(oldest === undefined ? {} : { oldest }) });
          placed.set(made, { name: one.name, release });
          return made;
        }),
  );
  return { controls: all, matrix: await matrixOf({ controls: all, placed }, { ...placing, releases }) };
}

// --- internal ---

function withCases(controls: readonly Control[], change: (one: Case) => readonly Case[]): readonly Control[] {
  return controls.map((control) => ({ ...control, cases: control.cases.flatMap(change) }));
}

/** A case of one release, which no other can take the place of. */
function isPinned({ world, releases }: Case): boolean {
  return world.kubernetes !== undefined && releases === undefined;
}

/** The run's own release holds for cases that say nothing of releases. */
function underOne(one: Case, release: string): Case {
  if (one.releases === undefined) return one;
  return { ...one, world: { ...one.world, kubernetes: release }, ...outsideOf(one, release) };
}

/** What is asked about a release that is older than the API server's code can stand for is asked of the oldest that is not. */
function underEach(
  one: Case,
  release: string,
  { params, oldest = release }: Pick<Placing, "params"> & { readonly oldest?: string },
): Case {
  const following = Object.entries(params).map(([key, value]) => [key, value.replaceAll("{kubernetes}", release)]);
  const kubernetes = isBefore(release, oldest) ? oldest : release;
  const given = following.length === 0 ? {} : { params: { ...Object.fromEntries(following), ...one.world.params } };
  return {
    ...one,
    name: `${one.name}@${release}`,
    world: { ...one.world, kubernetes, ...given },
    ...outsideOf(one, release),
  };
}

function outsideOf({ releases }: Case, release: string): Pick<Case, "outside"> {
  if (releases === undefined || isWithin(release, releases)) return {};
  return { outside: `it is about Kubernetes ${rangeText(releases)}` };
}
