import type { Control, EngineId, KnownDifference, Problem } from "../model/index.ts";

/** All that one test file needs: the controls whose cases (or whose lack of them) it tests, and what is wrong with the file. */
export interface TestFile {
  /** Absolute path of the project. */
  readonly root: string;
  readonly path: string;
  /** With the cases of this file only. */
  readonly controls: readonly Control[];
  /** Controls whose properties the file asks for, with all their cases. */
  readonly properties: readonly Control[];
  /** Properties that are listed as not holding. */
  readonly known: readonly KnownDifference[];
  /** Changed requests for each property and engine. */
  readonly runs: number;
  readonly engines: readonly EngineId[];
  readonly kubernetes?: string;
  /** Context of the kubeconfig that kubectl takes, for the engine `cluster`. @defaultValue its current one */
  readonly context?: string;
  /** Which `kyverno` the engine `kyverno` runs. */
  readonly kyverno?: { readonly binary?: string };
  readonly problems: readonly Problem[];
}
