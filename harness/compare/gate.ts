import type { Engines } from "../engine/index.ts";
import type { Approval, Case, Comparison, Difference, EngineId, Finding, Problem, Side } from "../model/index.ts";
import { plainBeside } from "./_beside-cluster.ts";
import { kindsBeside, newBeside } from "./_beside-pod-security.ts";
import { watchRematched } from "./_gate-rematched.ts";
import { comparisonFindings } from "./findings.ts";
import { approvedOf } from "./gate-approvals.ts";
import { inBase } from "./gate-base.ts";
import type { GatePair } from "./gate-pairs.ts";
import { asJson } from "./golden.ts";
import { type SearchOptions, search } from "./search.ts";
import { openSide, type SidePolicies } from "./side.ts";
import { openStream } from "./stream.ts";

/** How two revisions of a control are compared. */
export type GateOptions = Pick<SearchOptions, "cases" | "runs" | "only" | "messages" | "signal" | "replay"> & {
  readonly seed: number;
  /** Release of Kubernetes before and after the change, where a case has none of its own. */
  readonly kubernetes: readonly [string | undefined, string | undefined];
  readonly approvals: readonly Approval[];
};

/** What came of comparing two revisions of a control. */
export interface Gated {
  readonly comparison?: Comparison;
  readonly findings: readonly Finding[];
  /** The flips that nobody approved. */
  readonly flips: readonly Difference[];
  readonly problems: readonly Problem[];
}

/** Judges requests with the policies of both revisions and makes every flip small. */
export async function gatePair(pair: GatePair, engines: Engines, options: GateOptions): Promise<Gated> {
  const sides = [sideOf(pair, "base"), sideOf(pair, "head")] as const;
  const [ofBase, ofHead] = await Promise.all(
    sides.map((side, index) => opened(side, engines, options.kubernetes[index])),
  );
  const problems = [...inBase(ofBase?.problems ?? []), ...(ofHead?.problems ?? [])];
  if (ofBase?.side === undefined || ofHead?.side === undefined) return { findings: [], flips: [], problems };
  const cases = await asJson(
    options.cases.filter((one) => canJudge(pair, one)),
    engines,
  );
  const policies = [...pair.base.policies, ...pair.head.policies];
  const { seed, runs } = options;
  const generated = await openStream({
    ...kindsBeside(sides, cases),
    engines,
    cases,
    policies,
    seed,
    leanToRequest: true, // an exemption is seldom about the object
  });
  const stream = plainBeside(sides, newBeside(sides, generated));
  const watch = watchRematched([ofBase.side, ofHead.side], { cases, stream: stream.stream });
  const searched = await search(watch.left, watch.right, {
    ...options,
    runs,
    control: pair.control,
    cases,
    shrinking: stream.shrinking,
    ...(watch.stream === undefined ? {} : { stream: watch.stream }),
  });
  const { open, approved } = approvedOf(placed(searched.differences, pair), pair, options.approvals);
  const comparison: Comparison = {
    ...searched.comparison,
    causes: open.length,
    known: [...searched.comparison.known, ...approved],
    change: { diff: pair.diff, ...watch.found() },
  };
  const found = { comparison, differences: open };
  return {
    comparison,
    findings: options.only === undefined ? comparisonFindings(found) : open,
    flips: open,
    problems: [...problems, ...stream.problems, ...searched.problems],
  };
}

// --- internal ---

/** A flip is about the change, whatever showed it. */
function placed(flips: readonly Difference[], { place }: GatePair): readonly Difference[] {
  return flips.map(({ place: _, ...flip }) => (place === undefined ? flip : { ...flip, place }));
}

/** Files that no API server has read. */
const readRaw: readonly EngineId[] = ["rego", "topdown", "kyverno"];

function canJudge({ base, head }: GatePair, { world }: Case): boolean {
  return world.raw !== true || [base, head].every(({ engine }) => readRaw.includes(engine));
}

function sideOf(pair: GatePair, which: "base" | "head"): SidePolicies {
  const { engine, policies } = pair[which];
  return { name: `${engine}@${which}`, engine, policies };
}

/** Policies that were removed say nothing any more. */
async function opened(
  side: SidePolicies,
  engines: Engines,
  kubernetes: string | undefined,
): ReturnType<typeof openSide> {
  if (side.policies.length > 0) return openSide(side, engines, kubernetes);
  return { side: removed(side.name), problems: [] };
}

function removed(name: string): Side {
  const verdict = {
    decision: "skip",
    violations: [],
    warnings: [],
    advice: [],
    audit: {},
    skipped: "the policy was removed",
  } as const;
  return { name, judge: async () => verdict };
}
