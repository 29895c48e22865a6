import { compareReleases, type SidePolicies } from "../compare/index.ts";
import {
  type AcrossReleases,
  AssayError,
  type Case,
  type Control,
  type EngineId,
  type Finding,
  type Problem,
} from "../model/index.ts";
import { type Comparing, sharedOptions } from "./_compare-pairs.ts";
import { besideRequests } from "./_compare-requests.ts";
import { usableCases } from "./_pairs.ts";
import { replayOf } from "./_replay.ts";
import { hasOwnPolicies, parseSide, policiesOfSide, type SideSpec } from "./_side.ts";
import { timeSlices } from "./_time-slices.ts";
import type { FoundIn } from "./_write-cases.ts";

/** One side that is asked under several releases of Kubernetes. */
export interface Subject {
  /** The control, or a name for policies that are none's. */
  readonly control: string;
  readonly side: SideSpec;
  /** Those whose policies the side takes where it brings none. */
  readonly controls: readonly Control[];
  readonly cases: readonly Case[];
}

/** What came of all sides. */
export interface ComparedSubjects {
  readonly releases: readonly AcrossReleases[];
  readonly findings: readonly Finding[];
  /** The differences among the findings. */
  readonly found: readonly FoundIn[];
  readonly problems: readonly Problem[];
}

/**
 * What is asked under several releases: the side that the user named, or what the project has for CEL and PodSecurity.
 * @throws an AssayError for a side that is the same under every release, or has one
 */
export function subjectsOf(
  [text, other]: readonly [string | undefined, string | undefined],
  controls: readonly Control[],
): readonly Subject[] {
  if (other !== undefined)
    throw new AssayError(
      "bad-usage",
      "with several releases in --kubernetes one side is compared with itself: name one side",
    );
  const sides = text === undefined ? kubeEngines.map((engine) => parseSide(engine)) : [varied(parseSide(text))];
  if (text !== undefined && sides.some(hasOwnPolicies))
    return sides.map((side) => ({
      control: controls.length === 1 ? (controls[0]?.id ?? text) : "policies",
      side,
      controls,
      cases: controls.flatMap(usableCases),
    }));
  return controls.flatMap((control) =>
    sides
      .filter(({ engine }) => control.policies.some((policy) => policy.engine === engine))
      .map((side) => ({ control: control.id, side, controls: [control], cases: usableCases(control) })),
  );
}

/** One side after the other; each has an equal part of the time that is left. */
export async function compareSubjects(subjects: readonly Subject[], comparing: Comparing): Promise<ComparedSubjects> {
  const { project, options, engines, signal } = comparing;
  const slice = timeSlices(options.time, subjects.length);
  const releases: AcrossReleases[] = [];
  const findings: Finding[] = [];
  const problems: Problem[] = [];
  for (const { control, side, controls, cases } of subjects) {
    if (signal.aborted) break;
    const taken = policiesOfSide(side, { project, controls });
    problems.push(...taken.problems);
    if (taken.problems.length > 0) continue;
    refuseRego(taken.side);
    const about = { sides: [side.text], ...(controls.length === 1 ? { control } : {}) };
    const compared = await compareReleases(taken.side, engines, {
      ...sharedOptions(comparing),
      ...slice(),
      control,
      cases: besideRequests(cases, comparing),
      releases: options.kubernetes ?? [],
      replay: (origin, kubernetes) => replayOf(about, origin, { ...options, kubernetes }),
    });
    if (compared.across !== undefined) releases.push(compared.across);
    findings.push(...compared.findings);
    problems.push(...compared.problems);
  }
  return { releases, found: findings.flatMap(foundIn), findings, problems };
}

// --- internal ---

const kubeEngines: readonly EngineId[] = ["cel", "podsecurity"];

function foundIn(finding: Finding): readonly FoundIn[] {
  if (finding.kind !== "difference") return [];
  const { control, right } = finding;
  return [{ difference: finding, control, kubernetes: right.side.slice(right.side.lastIndexOf("@") + 1) }];
}

function varied(side: SideSpec): SideSpec {
  if (side.engine === "rego" || side.engine === "topdown") throw sameEverywhere(side.text);
  if (side.release !== undefined && side.engine !== "podsecurity")
    throw new AssayError(
      "bad-usage",
      `\`${side.text}\` is of one release: leave it out, or give --kubernetes one release`,
    );
  return side;
}

function refuseRego({ name, engine }: SidePolicies): void {
  if (engine === "rego" || engine === "topdown") throw sameEverywhere(name);
}

function sameEverywhere(text: string): AssayError {
  return new AssayError(
    "bad-usage",
    `\`${text}\`: Rego is the same in every release of Kubernetes; name \`cel\` or \`podsecurity\``,
  );
}
