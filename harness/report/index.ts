export { caseText } from "./_trial-text.ts";
export { type Format, formats } from "./formats.ts";
export { makeReport } from "./make-report.ts";
export type { FormatOptions } from "./pretty.ts";
