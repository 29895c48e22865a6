import type { ReportOptions } from "./_report-options.ts";

/** The options of `assay compare` as commander gives them. */
export interface CompareOptions extends ReportOptions {
  readonly control?: readonly string[];
  readonly case?: string;
  readonly runs?: number;
  /** In seconds. */
  readonly time?: number;
  readonly seed?: number;
  readonly path?: number;
  readonly corpus?: string;
  readonly requests?: readonly string[];
  readonly messages?: boolean;
  readonly undirected?: boolean;
  readonly writeCases?: boolean;
  readonly kubernetes?: readonly string[];
  readonly kubeconfig?: string;
  readonly shard?: { readonly index: number; readonly count: number };
}
