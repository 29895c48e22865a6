import type { Expectation } from "./case.ts";
import type { AcrossReleases, Comparison, Difference, Origin } from "./comparison.ts";
import type { Coverage, LowCoverage } from "./coverage.ts";
import type { EngineId, Problem } from "./engine.ts";
import type { MatrixRow } from "./matrix.ts";
import type { MutantOutcome, SurvivedMutants } from "./mutation.ts";
import type { Place, SourceFile } from "./source.ts";
import type { Trial } from "./trial.ts";
import type { Verdict } from "./verdict.ts";

/** A disagreement, or something that was not checked although it should have been. */
export type Finding = CaseFinding | Difference | StaleDifference | SurvivedMutants | LowCoverage;

/** What judging a case, or checking a property, can find. */
export type CaseFinding = WrongVerdict | Unchecked | BrokenProperty | FailedTest;

/** A verdict that is not what the case expects. */
export interface WrongVerdict {
  readonly kind: "wrong-verdict";
  readonly control: string;
  readonly case: string;
  readonly engine: EngineId;
  readonly place: Place;
  readonly expected: Expectation;
  readonly got: Verdict;
  /** What differs, a sentence each: "expected deny, got allow". */
  readonly differences: readonly string[];
}

/** A unit test of Rego that failed, or that OPA could not run. */
export interface FailedTest {
  readonly kind: "failed-test";
  readonly control: string;
  /** The test's name with its package: `data.x_test.test_deny`. */
  readonly case: string;
  readonly engine: "topdown";
  readonly place: Place;
  readonly message: string;
  /** What the test printed. */
  readonly output?: string;
}

/** Nothing checked never passes: a control without cases, a case that no policy judged, … */
export interface Unchecked {
  readonly kind: "unchecked";
  readonly control: string;
  readonly case?: string;
  readonly place?: Place;
  readonly message: string;
}

/** A known difference that is no more: it must be taken off the list. */
export interface StaleDifference {
  readonly kind: "stale-difference";
  readonly control: string;
  readonly place?: Place;
  readonly message: string;
}

/** A judge that says something else of a request that was changed in a way that must not matter. */
export interface BrokenProperty {
  readonly kind: "broken-property";
  readonly control: string;
  /** As in the outcome: `property container-lists-alike`. */
  readonly case: string;
  readonly property: string;
  readonly engine: EngineId;
  /** As small as it could be made, and as the property changes it. */
  readonly trial: Trial;
  readonly changed: Trial;
  readonly before: Verdict;
  readonly after: Verdict;
  readonly differences: readonly string[];
  readonly origin: Origin;
  /** The command that finds it again. */
  readonly replay?: string;
  readonly place?: Place;
}

/** One case, or one property, on one engine, whatever came of it. */
export interface Outcome {
  readonly control: string;
  readonly case: string;
  readonly engine: EngineId;
  readonly place: Place;
  readonly status: "passed" | "failed" | "skipped";
  readonly milliseconds: number;
  readonly finding?: CaseFinding;
  /** With `skipped` only. */
  readonly reason?: string;
  /** What a reader of a passed case must know: that it passed only because nothing matched, say. */
  readonly note?: string;
  /** What the user would be warned of, where requests are judged that nothing is expected of. */
  readonly warnings?: readonly string[];
}

/** Documents that are no request, and so were judged by nothing. */
export interface Aside {
  readonly reason: string;
  readonly count: number;
  /** Of the first of them. */
  readonly place: Place;
}

/** What became of requests, each by all that judged it. */
export interface RequestCounts {
  /** By some policy, and denied by none. */
  readonly allowed: number;
  readonly denied: number;
  /** Denied by none, but some policy failed on them. */
  readonly failed: number;
  /** No policy applied to them. */
  readonly unmatched: number;
  /** The API server refuses them, so that no policy sees them. */
  readonly refused: number;
}

/** Which share of a run a report is about. */
export interface Shard {
  readonly index: number;
  readonly count: number;
  /** The command of the whole run. Reports that have the same are shares of one. */
  readonly of: string;
}

/** Everything that a run has to say. Exit codes and every format are computed from it alone. */
export interface Report {
  readonly command: string;
  readonly counts: { readonly passed: number; readonly failed: number; readonly skipped: number };
  readonly outcomes: readonly Outcome[];
  /** What was compared, where judges were compared with each other. */
  readonly comparisons?: readonly Comparison[];
  /** What policies do under several releases of Kubernetes, where that was asked. */
  readonly releases?: readonly AcrossReleases[];
  /** What holds under which release, where cases were judged under several. */
  readonly matrix?: readonly MatrixRow[];
  /** Mutants of policies, where those were judged. */
  readonly mutants?: readonly MutantOutcome[];
  /** The files that were mutated, as they are. */
  readonly mutated?: readonly SourceFile[];
  /** What cases reached of the policies, where that was asked. */
  readonly coverage?: Coverage;
  readonly findings: readonly Finding[];
  /** Where requests were read, what became of them. */
  readonly requests?: RequestCounts;
  /** What of the input is no request, where requests were read. */
  readonly aside?: readonly Aside[];
  /** What is wrong with the tool's input. */
  readonly problems: readonly Problem[];
  readonly milliseconds: number;
  /** `true` where the run was cut short (Ctrl-C). */
  readonly interrupted?: boolean;
  /** Of a run with `--shard`. */
  readonly shard?: Shard;
}

/** 0 clean, 1 findings, 2 the tool or its input is broken. */
export function exitCode(report: Report): 0 | 1 | 2 {
  if (report.problems.length > 0 || report.interrupted === true) return 2;
  if (report.findings.length > 0) return 1;
  return isEmpty(report) ? 2 : 0;
}

/** Whether nothing was judged at all. */
export function isEmpty({ outcomes, comparisons = [], releases = [], mutants = [] }: Report): boolean {
  return outcomes.length + comparisons.length + releases.length + mutants.length === 0;
}
