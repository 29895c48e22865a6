import { resolve } from "node:path";
import { type ChangedSince, changedSince } from "../compare/index.ts";
import type { Engines } from "../engine/index.ts";
import { loadProject, type Project } from "../load/index.ts";
import type { MutateOptions } from "./_mutate-options.ts";
import { releasesOfBoth, revisionOpener } from "./_revisions.ts";

/** What changed in a project since the revision that is asked for. Without one everything counts as changed. */
export async function changedInProject(
  project: Project,
  options: MutateOptions,
  { engines, signal }: { readonly engines: Pick<Engines, "uses">; readonly signal: AbortSignal },
): Promise<ChangedSince> {
  if (options.base === undefined) return everything;
  const { open, remove } = revisionOpener(signal);
  try {
    const { folder } = await open(resolve(options.cwd ?? "."), options.base);
    const base = loadProject(folder, {
      mayBeEmpty: true,
      engines: project.config.engines,
      ...(options.config === undefined ? {} : { config: options.config }),
    });
    const kubernetes = releasesOfBoth({ base, head: project }, options);
    return await changedSince(base.controls, project.controls, { engines, kubernetes });
  } catch (error) {
    if (signal.aborted) return everything; // what is interrupted mutates nothing
    throw error;
  } finally {
    remove();
  }
}

// --- internal ---

const everything: ChangedSince = { isChanged: () => true, unchanged: () => [] };
