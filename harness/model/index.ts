export { type Case, type Control, type Expectation, expectationFor } from "./case.ts";
export type { Compiled, Engine, EngineId, InputShape, Judge, Policy, Problem } from "./engine.ts";
export { AssayError, type ErrorCode } from "./errors.ts";
export { globFlaw, globOptions } from "./glob.ts";
export type { Json, JsonObject } from "./json.ts";
export { exitCode, type Finding, type Outcome, type Report, type Unchecked, type WrongVerdict } from "./report.ts";
export type { AuthorizerRule, ObjectSource, Operation, Request, User, World } from "./request.ts";
export { type Place, placeText, type SourceFile } from "./source.ts";
export type { Decision, EvaluationError, Response, Verdict, Violation } from "./verdict.ts";
