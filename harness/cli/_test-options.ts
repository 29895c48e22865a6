import type { EngineId } from "../model/index.ts";
import type { ReportOptions } from "./_report-options.ts";

/** The options of `assay test` as commander gives them. */
export interface TestOptions extends ReportOptions {
  readonly control?: readonly string[];
  readonly engine?: readonly EngineId[];
  readonly case?: string;
  readonly kubernetes?: readonly string[];
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Type the expressions of policies in CEL, too. */
  readonly types?: boolean;
  readonly shard?: { readonly index: number; readonly count: number };
  /** Properties to check, and no case. */
  readonly property?: readonly string[];
  readonly runs?: number;
  readonly seed?: number;
  readonly path?: number;
  readonly watch?: boolean;
  readonly coverage?: boolean;
  /** The file that lcov goes to. */
  readonly coverageOutput?: string;
  /** In percent. */
  readonly minCoverage?: number;
}
