export type { Corpus, Stream } from "./_ask-in-turn.ts";
export { differingPaths } from "./_differing-paths.ts";
export { withoutTwice } from "./_problems.ts";
export type { PropertyCheck } from "./_property-check.ts";
export type { Shrinking } from "./_shrink.ts";
export { untriedIn } from "./_unchecked.ts";
export { type ChangedSince, changedSince } from "./changed-since.ts";
export { checkProperties, namedProperties, type PropertiesOptions, type PropertiesRun } from "./control-properties.ts";
export { type Covering, coveringCases } from "./coverage.ts";
export { differences } from "./differences.ts";
export { comparisonFindings } from "./findings.ts";
export { type Gated, gatePair } from "./gate.ts";
export { approvalFor, expiredFinding, expiredOf, type NewApproval } from "./gate-approvals.ts";
export { inBase } from "./gate-base.ts";
export { casesOfBoth, type GatePair, gatePairs, usedBy } from "./gate-pairs.ts";
export { judgeLibraryMutants, type LibraryUser } from "./library-mutants.ts";
export { lowCoverage } from "./low-coverage.ts";
export { type MatrixOptions, type MatrixTally, openMatrix, type PlacedCase } from "./matrix.ts";
export { mergeReports, type ShardReport } from "./merge.ts";
export {
  judgeMutants,
  type MutablePolicy,
  type MutantsOptions,
  type MutantsRun,
} from "./mutants.ts";
export { survivedMutants } from "./mutation-score.ts";
export { type ComparedPolicies, type ComparePoliciesOptions, comparePolicies } from "./policies.ts";
export { properties } from "./properties/index.ts";
export { type BrokenBy, brokenBy, type CheckedProperty, checkProperty } from "./property.ts";
export { type ComparedReleases, type CompareReleasesOptions, compareReleases } from "./releases.ts";
export { type EngineSource, type Run, type RunOptions, runCases } from "./run.ts";
export { type Searched, type SearchOptions, search } from "./search.ts";
export { canTakePart, type Selected, type Selection, selectCases } from "./select.ts";
export type { SidePolicies } from "./side.ts";
export { type Agreement, homelessDifferences, staleDifferences } from "./stale.ts";
export { type OpenedStream, openStream, type StreamOptions } from "./stream.ts";
export { runUnitTests, type UnitTests } from "./unit-tests.ts";
