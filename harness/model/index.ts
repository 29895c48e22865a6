export type { Approval } from "./approval.ts";
export { type Case, type Control, type Expectation, expectationFor, judgesOf, type ViolationCount } from "./case.ts";
export type {
  AcrossReleases,
  Comparison,
  Decided,
  Difference,
  Origin,
  PolicyChange,
  Said,
  Sample,
  Side,
} from "./comparison.ts";
export {
  type ConditionCoverage,
  type Coverage,
  type CoveredEngine,
  type FileCoverage,
  type LineCoverage,
  type LowCoverage,
  percentOf,
  type Share,
  sumOf,
  type Uncovered,
} from "./coverage.ts";
export {
  type Compiled,
  type Engine,
  type EngineId,
  engineIds,
  type InputShape,
  type Judge,
  type Policy,
  type Problem,
} from "./engine.ts";
export { AssayError, type ErrorCode } from "./errors.ts";
export {
  type ChangedField,
  type EngineExplanation,
  type ExplainedChecks,
  type ExplainedExpression,
  type ExplainedMatch,
  type ExplainedParams,
  type ExplainedRule,
  type Explanation,
  levelText,
  reasonsFor,
  type Told,
  type UpdatedField,
} from "./explanation.ts";
export { globFlaw, globOptions } from "./glob.ts";
export { isJsonObject, type Json, type JsonObject } from "./json.ts";
export { expectedByCase, type KnownDifference, knownOfCase, knownOfProperty, reasonToDiffer } from "./known.ts";
export type { MatrixCell, MatrixRow, MatrixState } from "./matrix.ts";
export type { Mutant } from "./mutant.ts";
export {
  type MutantOutcome,
  type MutantStatus,
  type MutationScore,
  type SurvivedMutants,
  scoreOf,
} from "./mutation.ts";
export type { ParameterSource } from "./parameters.ts";
export type { Change, Material, NamedControls, Property, PropertyUse, Relation } from "./property.ts";
export type { MatchedResource, Reads } from "./reads.ts";
export { isBefore, isWithin, type ReleaseRange, rangeOf, rangeText } from "./releases.ts";
export {
  type Aside,
  type BrokenProperty,
  type CaseFinding,
  exitCode,
  type FailedTest,
  type Finding,
  isEmpty,
  type Outcome,
  type Report,
  type RequestCounts,
  type Shard,
  type StaleDifference,
  type Unchecked,
  type WrongVerdict,
} from "./report.ts";
export type { AuthorizerRule, ExternalAnswer, ObjectSource, Operation, Request, User, World } from "./request.ts";
export type { KindSchema, Schema, SchemaNode } from "./schema.ts";
export { type Place, placeText, type SourceFile } from "./source.ts";
export type { Trial } from "./trial.ts";
export type { Decision, EvaluationError, Response, Verdict, Violation } from "./verdict.ts";
