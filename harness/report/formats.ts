import type { Report } from "../model/index.ts";
import { ctrf } from "./ctrf.ts";
import { github } from "./github.ts";
import { html } from "./html.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { lcov } from "./lcov.ts";
import { markdown } from "./markdown.ts";
import { mutationHtml } from "./mutation-html.ts";
import { mutationJson } from "./mutation-json.ts";
import { type FormatOptions, pretty } from "./pretty.ts";
import { sarif } from "./sarif.ts";
import { tap } from "./tap.ts";

export type Format =
  | "pretty"
  | "json"
  | "junit"
  | "sarif"
  | "github"
  | "tap"
  | "markdown"
  | "ctrf"
  | "html"
  | "lcov"
  | "mutation-json"
  | "mutation-html";

/** Every format that a report can be written in: a pure function each. */
export const formats: Readonly<Record<Format, (report: Report, options: FormatOptions) => string>> = {
  pretty,
  json,
  junit,
  sarif,
  github,
  tap,
  markdown,
  ctrf,
  html,
  lcov,
  "mutation-json": mutationJson,
  "mutation-html": mutationHtml,
};
