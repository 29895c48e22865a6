import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import type { Way } from "./_difference.ts";

/** A case that an engine answers otherwise than the suite wants. */
export interface Exception {
  /** The case's file, under `v0/` and `v1/` of the suite. */
  readonly file: string;
  readonly note: string;
  readonly ways: readonly Way[];
  /** The release of OPA that was looked at. */
  readonly opa: string;
  readonly reason: string;
}

export const exceptions: readonly Exception[] = load(
  readFileSync(join(import.meta.dirname, "exceptions.yaml"), "utf8"),
) as readonly Exception[];

/** Whether a case is listed as one that differs. `path` is its file in the suite, with the version of Rego. */
export function isListed(path: string, note: string, way: Way): boolean {
  return exceptions.some(
    (each) => path.slice("v0/".length) === each.file && each.note === note && each.ways.includes(way),
  );
}
