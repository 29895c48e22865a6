import type { Engines } from "../engine/index.ts";
import { AssayError, type Problem, type Side, type Unchecked } from "../model/index.ts";
import { openSide, type SidePolicies } from "./side.ts";

/** Policies under one release of Kubernetes: a side where they compile, else what stands against it. */
export interface ReleaseSide {
  readonly release: string;
  readonly side?: Side;
  readonly problems: readonly Problem[];
}

/** Policies as a side under a release. */
export function atRelease(policies: SidePolicies, release: string): SidePolicies {
  return { ...policies, name: `${policies.name}@${release}`, kubernetes: release };
}

/**
 * Compiles policies under each release.
 * @throws an AssayError for a release that the engine does not know
 */
export async function releaseSides(
  policies: SidePolicies,
  engines: Engines,
  releases: readonly string[],
): Promise<readonly ReleaseSide[]> {
  return Promise.all(
    releases.map(async (release) => {
      const named = atRelease(policies, release);
      const { side, problems } = await openSide(named, engines);
      const unknown = problems.find(({ code }) => code === "bad-config");
      if (unknown !== undefined) throw new AssayError("bad-usage", unknown.message);
      return problems.length === 0 && side !== undefined ? { release, side, problems } : { release, problems };
    }),
  );
}

/** The releases under which the policies do not compile, in the server's words: there is nothing to say of them. */
export function uncompiledReleases(control: string, name: string, sides: readonly ReleaseSide[]): readonly Unchecked[] {
  const broken = sides.filter(({ side }) => side === undefined);
  const byWords = Map.groupBy(broken, ({ problems }) => problems.map(({ message }) => message).join("; "));
  return [...byWords].map(([words, alike]) => {
    const place = alike[0]?.problems[0]?.place;
    const releases = alike.map(({ release }) => release).join(", ");
    return {
      kind: "unchecked",
      control,
      message: `\`${name}\` does not compile under ${releases}: ${words}`,
      ...(place === undefined ? {} : { place }),
    };
  });
}
