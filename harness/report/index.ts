export { explanationText } from "./explain.ts";
export { type Format, formats } from "./formats.ts";
export { type FoundCase, foundCase, type Unwritable } from "./found-case.ts";
export { makeReport } from "./make-report.ts";
export type { FormatOptions } from "./pretty.ts";
