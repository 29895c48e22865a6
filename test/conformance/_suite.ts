import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ConformanceCase, checkCase } from "./_case.ts";
import { readExact } from "./_exact.ts";

/** The version of Rego that modules of a suite are written in. */
export type RegoVersion = "v0" | "v1";

/** A file of the suite. */
export interface CaseFile {
  /** Such as `v1/walkbuiltin/test-walkbuiltin.yaml`. */
  readonly path: string;
  readonly text: string;
}

const opaModule = "github.com/open-policy-agent/opa";
const engine = join(import.meta.dirname, "..", "..", "engines", "opa");

/** The files of OPA's own suite for one version of Rego, from the Go module that the `opa` engine is built of. */
export function suiteFiles(version: RegoVersion): readonly CaseFile[] {
  const listed = execFileSync("go", ["mod", "download", "-json", opaModule], { cwd: engine, encoding: "utf8" });
  const { Dir } = JSON.parse(listed) as { readonly Dir: string };
  const root = join(Dir, "v1", "test", "cases", "testdata");
  return readdirSync(join(root, version), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".yaml"))
    .map((path) => join(version, path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/**
 * The cases of a file.
 * @param yaml - reads YAML as OPA does: takes and gives JSON text
 */
export async function readCases(
  file: CaseFile,
  yaml: (text: string) => Promise<string>,
): Promise<readonly ConformanceCase[]> {
  const read = readExact(await yaml(JSON.stringify(file.text))) as { readonly cases?: readonly ConformanceCase[] };
  return (read.cases ?? []).map(checkCase);
}
