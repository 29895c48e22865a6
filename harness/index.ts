export {
  differences,
  type EngineSource,
  type Run,
  type RunOptions,
  runCases,
  type Selected,
  type Selection,
  selectCases,
} from "./compare/index.ts";
export { type Engines, type EnginesOptions, openEngines } from "./engine/index.ts";
export { type LoadOptions, loadProject, type Project } from "./load/index.ts";
export {
  AssayError,
  type Case,
  type Compiled,
  type Control,
  type Decision,
  type Engine,
  type EngineId,
  type ErrorCode,
  type Expectation,
  exitCode,
  type Finding,
  type Judge,
  type Outcome,
  type Policy,
  type Problem,
  type Report,
  type Request,
  type Verdict,
  type Violation,
  type World,
} from "./model/index.ts";
export { type Format, formats, makeReport } from "./report/index.ts";
