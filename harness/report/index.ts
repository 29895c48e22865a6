export { type Format, type FormatOptions, formats } from "./formats.ts";
export { makeReport } from "./make-report.ts";
