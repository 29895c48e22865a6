import type { Format } from "../report/index.ts";

/** The options of every command that writes a report, as commander gives them. */
export interface ReportOptions {
  readonly format?: readonly Format[];
  readonly output?: readonly string[];
  /** In seconds. */
  readonly timeout?: number;
  readonly config?: string;
  readonly cwd?: string;
  readonly color: boolean;
}
