export { differences } from "./differences.ts";
export { type EngineSource, type Run, runCases, type RunOptions } from "./run.ts";
export { canTakePart, type Selected, selectCases, type Selection } from "./select.ts";
