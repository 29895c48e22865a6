import type { Engines } from "../engine/index.ts";
import type { AcrossReleases, Finding, Origin, Problem, Side, Unchecked, Verdict } from "../model/index.ts";
import { type Asked, askInTurn } from "./_ask-in-turn.ts";
import { kindsBeside } from "./_beside-pod-security.ts";
import { type Causes, openCauses } from "./_causes.ts";
import { policyPlaces } from "./_policy-place.ts";
import { keepFailure } from "./_problems.ts";
import { atRelease, releaseSides, uncompiledReleases } from "./_release-sides.ts";
import { brokenBy, type Outcome, outcomeOf } from "./_stand.ts";
import { asJson } from "./golden.ts";
import type { SearchOptions } from "./search.ts";
import type { SidePolicies } from "./side.ts";
import { openStream, type StreamOptions } from "./stream.ts";

/** How policies are compared with themselves under releases of Kubernetes, in this order. */
export type CompareReleasesOptions = Omit<
  SearchOptions,
  "stream" | "shrinking" | "known" | "elsewhere" | "places" | "replay"
> &
  Omit<StreamOptions, "policies" | "cases" | "engines"> & {
    readonly releases: readonly string[];
    /** The command that finds a difference between two releases again. */
    readonly replay?: (origin: Origin, releases: readonly string[]) => string;
  };

/** What came of it; where the policies compile under no release, the problems say why. */
export interface ComparedReleases {
  readonly across?: AcrossReleases;
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
}

/**
 * Judges each case that names no release, and each generated request, under every release, and compares neighbours.
 * @throws an AssayError for a release that the engine does not know
 */
export async function compareReleases(
  policies: SidePolicies,
  engines: Engines,
  options: CompareReleasesOptions,
): Promise<ComparedReleases> {
  const start = performance.now();
  const compiled = await releaseSides(policies, engines, options.releases);
  const sides = compiled.flatMap(({ side }) => (side === undefined ? [] : [side]));
  if (sides.length === 0) return { findings: [], problems: compiled.at(-1)?.problems ?? [] };
  const cases = await asJson(
    options.cases.filter(({ world }) => world.kubernetes === undefined),
    engines,
  );
  const kinds = kindsBeside([policies], cases);
  const opened = await openStream({ ...kinds, ...options, engines, cases, policies: policies.policies });
  const { replay, ...searching } = { ...options, ...opened, cases };
  const { counts, steps, problems } = await searchSteps(sides, searching, replay);
  const places = policyPlaces(
    compiled.map(({ release }) => atRelease(policies, release)),
    engines,
  );
  const differences = await places.of(steps.flatMap(({ causes }) => causes.differences()));
  const { control } = options;
  const across: AcrossReleases = {
    control,
    side: policies.name,
    releases: compiled.map(({ release, side }) => ({ release, compiles: side !== undefined })),
    changes: steps.filter(({ causes }) => causes.differences().length > 0).map(({ at }) => at),
    ...counts,
    ...(options.shard === undefined
      ? {}
      : { samples: await places.ofSamples(steps.flatMap(({ causes }) => causes.samples())) }),
    milliseconds: performance.now() - start,
  };
  return {
    across,
    findings: [...uncompiledReleases(control, policies.name, compiled), ...differences, ...uncompared(across)],
    problems: [...opened.problems, ...problems],
  };
}

/** With one release alone there is nothing to compare; why it is alone is said already. */
export function uncompared({
  control,
  side,
  releases,
  cases,
  generated,
  compared,
}: AcrossReleases): readonly Unchecked[] {
  if (compared > 0 || releases.filter(({ compiles }) => compiles).length < 2) return [];
  const message = `\`${side}\`: no request was compared: of ${cases + generated} each is refused, fails or is matched by nothing under every release`;
  return [{ kind: "unchecked", control, message }];
}

// --- internal ---

/** A release with the one before it. */
interface Step {
  readonly at: string;
  readonly causes: Causes;
}

type Counts = Pick<AcrossReleases, "cases" | "generated" | "compared">;

async function searchSteps(
  sides: readonly Side[],
  options: SearchOptions,
  replay: CompareReleasesOptions["replay"],
): Promise<{ readonly counts: Counts; readonly steps: readonly Step[]; readonly problems: readonly Problem[] }> {
  const { messages = false } = options;
  const steps = sides.slice(1).map((side, index): Step => {
    const before = sides[index] as Side;
    const releases = [before, side].map(releaseOf);
    const again = replay === undefined ? {} : { replay: (origin: Origin) => replay(origin, releases) };
    return { at: releaseOf(side), causes: openCauses(before, side, { ...options, ...again, messages }) };
  });
  const counts = { cases: 0, generated: 0, compared: 0 };
  const problems: Problem[] = [];
  const judge = async (asked: Asked): Promise<{ readonly asked: Asked; readonly verdicts: readonly Verdict[] }> => {
    const { request, world } = asked.trial;
    return { asked, verdicts: await Promise.all(sides.map((side) => side.judge(request, world))) };
  };
  for await (const { asked, verdicts } of askInTurn(options, judge)) {
    counts[asked.of === undefined ? "generated" : "cases"]++;
    const outcomes: Outcome[] = [];
    for (const [index, { causes }] of steps.entries()) {
      const answers = { left: verdicts[index] as Verdict, right: verdicts[index + 1] as Verdict };
      const outcome = outcomeOf(answers, messages);
      outcomes.push(outcome);
      if (outcome === "differed") await causes.take({ ...asked, answers });
      for (const failure of brokenBy(answers)) keepFailure(problems, failure);
    }
    if (outcomes.some(isComparison)) counts.compared++;
  }
  return { counts, steps, problems };
}

function releaseOf({ name }: Side): string {
  return name.slice(name.lastIndexOf("@") + 1);
}

function isComparison(outcome: Outcome): boolean {
  return outcome === "agreed" || outcome === "differed";
}
