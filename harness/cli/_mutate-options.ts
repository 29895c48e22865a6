import type { ReportOptions } from "./_report-options.ts";

/** The options of `assay mutate` as commander gives them. */
export interface MutateOptions extends ReportOptions {
  readonly control?: readonly string[];
  readonly engine?: readonly ("rego" | "cel")[];
  /** Modules of the library, by path or glob. */
  readonly library?: readonly string[];
  readonly operators?: readonly string[];
  /** A revision or a folder: what did not change since is left out. */
  readonly base?: string;
  /** In percent. */
  readonly minScore?: number;
  readonly runs?: number;
  readonly seed?: number;
  readonly writeCases?: boolean;
  readonly kubernetes?: string;
}
