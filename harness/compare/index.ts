export { differences } from "./differences.ts";
export { type EngineSource, type Run, type RunOptions, runCases } from "./run.ts";
export { canTakePart, type Selected, type Selection, selectCases } from "./select.ts";
