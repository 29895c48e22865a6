import type { EngineId } from "../model/index.ts";
import type { Format } from "../report/index.ts";

/** The options of `assay judge` as commander gives them. */
export interface JudgeOptions {
  readonly policy?: readonly string[];
  readonly control?: readonly string[];
  readonly engine?: readonly EngineId[];
  readonly recorded?: boolean;
  readonly format?: readonly Format[];
  readonly output?: readonly string[];
  readonly kubernetes?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  /** In seconds. */
  readonly timeout?: number;
  readonly config?: string;
  readonly cwd?: string;
  readonly color: boolean;
}
