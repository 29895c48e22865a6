import type { ReportOptions } from "./_report-options.ts";

/** The options of `assay gate` as commander gives them. */
export interface GateCommandOptions extends ReportOptions {
  /** A revision or a folder. */
  readonly base: string;
  /** A revision or a folder. @defaultValue the working tree as it is */
  readonly head?: string;
  readonly control?: readonly string[];
  readonly case?: string;
  readonly requests?: readonly string[];
  readonly runs?: number;
  readonly seed?: number;
  readonly path?: number;
  readonly messages?: boolean;
  readonly approvals?: string;
  readonly approve?: boolean;
  readonly reason?: string;
  readonly kubernetes?: string;
}
