import type { EngineId } from "../model/index.ts";
import type { ReportOptions } from "./_report-options.ts";

/** The options of `assay judge` as commander gives them. */
export interface JudgeOptions extends ReportOptions {
  readonly policy?: readonly string[];
  readonly control?: readonly string[];
  readonly engine?: readonly EngineId[];
  readonly recorded?: boolean;
  readonly kubernetes?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
}
