import type { Format } from "../report/index.ts";

/** The options of `assay compare` as commander gives them. */
export interface CompareOptions {
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
  readonly format?: readonly Format[];
  readonly output?: readonly string[];
  readonly kubernetes?: readonly string[];
  readonly kubeconfig?: string;
  /** In seconds. */
  readonly timeout?: number;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly config?: string;
  readonly cwd?: string;
  readonly color: boolean;
}
