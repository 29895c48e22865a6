export { withoutTwice } from "./_problems.ts";
export type { Shrinking } from "./_shrink.ts";
export { differences } from "./differences.ts";
export { comparisonFindings } from "./findings.ts";
export { type ComparedPolicies, type ComparePoliciesOptions, comparePolicies, type SidePolicies } from "./policies.ts";
export { type EngineSource, type Run, type RunOptions, runCases } from "./run.ts";
export { type Searched, type SearchOptions, type Stream, search } from "./search.ts";
export { canTakePart, type Selected, type Selection, selectCases } from "./select.ts";
export { type OpenedStream, openStream, type StreamOptions } from "./stream.ts";
