import type { Report } from "../model/index.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { type FormatOptions, pretty } from "./pretty.ts";

export type Format = "pretty" | "json" | "junit";

/** Every format that a report can be written in: a pure function each. */
export const formats: Readonly<Record<Format, (report: Report, options: FormatOptions) => string>> = {
  pretty,
  json,
  junit,
};
