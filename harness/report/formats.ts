import type { Report } from "../model/index.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { pretty } from "./pretty.ts";

export interface FormatOptions {
  /** ANSI colours, for a terminal. @defaultValue false */
  readonly color?: boolean;
}

export type Format = "pretty" | "json" | "junit";

/** Every format that a report can be written in: a pure function each. */
export const formats: Readonly<Record<Format, (report: Report, options: FormatOptions) => string>> = {
  pretty,
  json,
  junit,
};
