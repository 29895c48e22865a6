import type { Project } from "../../load/index.ts";
import type { Control } from "../../model/index.ts";
import { freeNames, idOf } from "../_names.ts";
import { type ImportedControl, importControl, type Origin } from "./_control-plan.ts";

/**
 * Imports controls under ids of their own: the shortest end of the foreign id that is free. An id is free too where the project has that very
 * control already, from an import before.
 */
export function importUnderIds(controls: readonly Control[], own: Project, origin: Origin): readonly ImportedControl[] {
  const taken: string[] = [];
  return controls.map((control) => {
    const ends = endsOf(control.id).filter((id) => !taken.includes(id));
    const fitting = ends.map((id) => importControl(control, id, origin)).find((plan) => isFree(plan, own));
    const plan = fitting ?? importControl(control, freeNames([...own.ids, ...taken])([control.id]), origin);
    taken.push(plan.id);
    return plan;
  });
}

// --- internal ---

/** `suite`, `general/suite` and `library/general/suite` as ids. */
function endsOf(id: string): readonly string[] {
  const segments = id.split("/");
  return segments
    .map((_, index) => idOf(segments.slice(segments.length - 1 - index).join("/")))
    .filter((end) => end !== "");
}

/** Nobody has the id, or who has it has these policies. */
function isFree({ id, files }: ImportedControl, { ids, controls }: Project): boolean {
  if (!ids.includes(id)) return true;
  const sources = controls
    .filter((control) => control.id === id)
    .flatMap(({ policies }) => policies.flatMap((policy) => policy.sources));
  return files.some(({ path, text }) => sources.some((source) => source.path === path && source.text === text));
}
