import type { SourceFile } from "../../model/index.ts";

/** A file that will be written. */
export interface PlannedFile extends SourceFile {
  /** `added`: what was missing in a file that is there. */
  readonly is: "new" | "added";
  /** What it is for, in a few words. */
  readonly about: string;
}

/** A file that is there and stays as it is. */
export interface LeftFile {
  readonly path: string;
  readonly why: string;
}

/** What one part of the plan comes to. */
export interface Step {
  readonly files: readonly PlannedFile[];
  readonly left: readonly LeftFile[];
  /** What the user must still do by hand, a sentence each. */
  readonly todo: readonly string[];
}

/** Steps taken together. */
export function together(steps: readonly Step[]): Step {
  return {
    files: steps.flatMap(({ files }) => files),
    left: steps.flatMap(({ left }) => left),
    todo: steps.flatMap(({ todo }) => todo),
  };
}

/** A step that writes one new file. */
export function writing(path: string, text: string, about: string): Step {
  return { files: [{ path, text, about, is: "new" }], left: [], todo: [] };
}

/** A step that leaves a file as it is. */
export function leaving(path: string, why: string, todo: readonly string[] = []): Step {
  return { files: [], left: [{ path, why }], todo };
}
