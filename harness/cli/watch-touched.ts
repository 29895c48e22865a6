import type { Project } from "../load/index.ts";

/** The controls that a change touches. */
export type Touched = "all" | ReadonlySet<string>;

/**
 * What must be judged again. A case or a policy, as the project was or is, touches its control; so does whatever lies in one of its
 * folders. `assay.yaml`, a library or anything else that can be input touches all; other files touch nothing.
 */
export function touchedBy(changed: readonly string[], before: Project | undefined, now: Project): Touched {
  const touched = new Set<string>();
  for (const path of changed) {
    const own = controlsOf(path, before === undefined ? [now] : [before, now]);
    if (own.length === 0 && isInput.test(path)) return "all";
    for (const id of own) touched.add(id);
  }
  return touched;
}

// --- internal ---

const isInput = /\.(?:ya?ml|rego|jsonl?)$/;

function controlsOf(path: string, projects: readonly Project[]): readonly string[] {
  const named = projects.flatMap(({ ids, config: { policies, cases } }) => {
    const folders = [...Object.values(policies), cases];
    return ids.filter((id) => folders.some((folder) => `${path}/`.startsWith(`${folder}/${id}/`)));
  });
  if (named.length > 0) return named;
  return projects.flatMap(({ controls }) => {
    return controls.filter((control) => filesOf(control).includes(path)).map(({ id }) => id);
  });
}

function filesOf({ policies, cases, unitTests = [] }: Project["controls"][number]): readonly string[] {
  return [...policies.flatMap(({ sources }) => sources), ...unitTests, ...cases.map(({ place }) => place)].map(
    ({ path }) => path,
  );
}
