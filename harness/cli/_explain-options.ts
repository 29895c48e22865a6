import type { EngineId } from "../model/index.ts";

/** The options of `assay explain` as commander gives them. */
export interface ExplainOptions {
  readonly control?: readonly string[];
  readonly engine?: readonly EngineId[];
  readonly format: "pretty" | "json";
  readonly kubernetes?: string;
  /** In seconds. */
  readonly timeout?: number;
  readonly config?: string;
  readonly cwd?: string;
  readonly color: boolean;
}
