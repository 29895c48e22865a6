import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { openEngines } from "../../engine/index.ts";
import { loadProject, type Project } from "../../load/index.ts";
import type { Control } from "../../model/index.ts";
import { writeAll } from "../_write-all.ts";
import { importUnderIds } from "./_ids.ts";
import { simplest } from "./_simplest.ts";
import { findSuites, originOf, suitesConfig } from "./_suites.ts";
import { importText } from "./_words.ts";

export interface ImportOptions {
  /** Root of the project. @defaultValue the current folder */
  readonly cwd?: string;
  /** Says what would be written, and writes nothing. */
  readonly dryRun?: boolean;
}

/**
 * Writes the suites of other tools as cases and policies of this project.
 * @returns the exit code: 1 where a case could not be said in own words, 2 where a suite is broken
 * @throws an AssayError where there is no suite, or the file system refuses
 */
export async function importSuites(
  paths: readonly string[],
  { cwd = ".", dryRun = false }: ImportOptions,
): Promise<0 | 1 | 2> {
  const own = loadProject(resolve(cwd));
  const { found, suites } = findSuites(own.root, paths);
  const { controls, problems } = loadProject(own.root, { planned: suitesConfig(suites) });
  const ofSuites = controls.filter(({ cases }) => cases.some(({ place }) => suites.includes(place.path)));
  const plan = importUnderIds(await simplified(ofSuites, own), own, originOf(found, own.config));
  const files = plan.flatMap((control) => control.files).filter(({ path }) => !existsSync(resolve(own.root, path)));
  if (!dryRun) writeAll(own.root, files);
  process.stdout.write(importText(plan, { files, dryRun, problems }));
  if (problems.length > 0) return 2;
  return plan.some(({ unsaid }) => unsaid.length > 0) ? 1 : 0;
}

// --- internal ---

async function simplified(controls: readonly Control[], { config }: Project): Promise<readonly Control[]> {
  const engines = openEngines();
  try {
    const simple: Control[] = [];
    for (const control of controls) simple.push(await simplest(control, { engines, engineIds: config.engines }));
    return simple;
  } finally {
    engines.close();
  }
}
