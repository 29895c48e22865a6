import type { Control, Problem } from "../model/index.ts";
import type { GatedPair } from "./_gate-approve.ts";
import type { Revisions } from "./_gate-revisions.ts";

/** Whether all policies of a control, and all that they share, could be read in both revisions. */
export function isWhole({ base, head }: Revisions, id: string): boolean {
  return [base, head].every(({ partial }) => partial !== "all" && !partial.includes(id));
}

/** Of the controls those that could not be compared: they cannot be read, or do not compile. */
export function leftOut(
  controls: readonly Control[],
  revisions: Revisions,
  gated: readonly GatedPair[],
): readonly string[] {
  const failed = gated.flatMap(({ pair, gated: { comparison } }) => (comparison === undefined ? [pair.control] : []));
  return controls.map(({ id }) => id).filter((id) => failed.includes(id) || !isWhole(revisions, id));
}

/** Whether it was seen what became of a control: it was compared, or is in neither revision. */
export function isSettled(
  id: string,
  about: { readonly controls: readonly Control[]; readonly revisions: Revisions; readonly left: readonly string[] },
): boolean {
  const { controls, revisions, left } = about;
  if (controls.some((control) => control.id === id)) return !left.includes(id);
  return isWhole(revisions, id) && [revisions.base, revisions.head].every(({ ids }) => !ids.includes(id));
}

/** Says which controls are left out, where any is; what is wrong with each is a problem of its own. */
export function notCompared(ids: readonly string[]): readonly Problem[] {
  if (ids.length === 0) return [];
  const named = ids.slice(0, mostNamed).map((id) => `\`${id}\``);
  const more = ids.length > mostNamed ? ` and ${ids.length - mostNamed} more` : "";
  return [
    {
      code: "nothing-found",
      message: `not compared, since not all policies of both revisions can be read and compiled: ${named.join(", ")}${more}`,
      hint: "mend what is broken; where it is the base that is, compare with a revision in which it is not",
    },
  ];
}

// --- internal ---

const mostNamed = 10;
