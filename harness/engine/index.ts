export { hintOf } from "./_answer.ts";
export { type ClusterSettings, defaultKubeconfig } from "./_cluster-config.ts";
export type { CoverageRun, Covered } from "./_coverage.ts";
export type { ParametersFound } from "./_forms-parameters.ts";
export type { JudgingMutant, KeptMutants, MutantsAsked, MutantsMade } from "./_kept-mutants.ts";
export type { KyvernoSettings } from "./_kyverno.ts";
export type {
  Diagnostic,
  Entrypoint,
  Formatted,
  Inspected,
  Module,
  ReadDocuments,
  RegoTests,
  Releases,
  Used,
} from "./_ops.ts";
export type { Program } from "./_process.ts";
export type { ReadsFound } from "./_reads.ts";
export type { Reviewed } from "./_reviewed.ts";
export type { TypeChecked, TypeChecks, TypeWarning } from "./_type-check.ts";
export { narrowed, type UsesFound } from "./_uses.ts";
export { compilingOnce } from "./compiling-once.ts";
export { type Engines, type EnginesOptions, openEngines, type RegoTesting, type Result } from "./engines.ts";
export { type Limiter, limiter } from "./limit.ts";
