import type { Outcome, Report } from "../model/index.ts";
import type { Colors } from "./_colors.ts";
import { visible } from "./_visible.ts";

/** What passed with a note, which says that no policy was tried: each note once, with its cases by control. Nothing where there is none. */
export function noteLines(report: Report, colors: Colors): readonly string[] {
  const notes = Map.groupBy(notedIn(report), ({ note = "" }) => note);
  if (notes.size === 0) return [];
  const lines = [...notes].flatMap(([note, all]) => [
    `  ${all.length} ${all.length === 1 ? "case" : "cases"}: ${visible(note)}`,
    ...controlLines(all).map((line) => `    ${colors.dim(line)}`),
  ]);
  return [colors.bold("Passed without being tried"), ...lines];
}

/** How many outcomes passed with a note. */
export function notedCount(report: Report): number {
  return notedIn(report).length;
}

// --- internal ---

/** Of more controls and cases than these not all are named. */
const most = 20;

/** Of requests of which nothing is expected, what no policy applied to is counted apart. */
function notedIn({ outcomes, requests }: Report): readonly Outcome[] {
  return requests === undefined ? outcomes.filter(({ note }) => note !== undefined) : [];
}

function controlLines(outcomes: readonly Outcome[]): readonly string[] {
  const controls = [...Map.groupBy(outcomes, ({ control }) => control)];
  const shown = controls.slice(0, most).map(([control, own]) => {
    const names = [...new Set(own.map((outcome) => outcome.case))];
    const more = names.length > most ? ` and ${names.length - most} more` : "";
    return `${visible(control)}: ${names.slice(0, most).map(visible).join(", ")}${more}`;
  });
  return controls.length > most ? [...shown, `and ${controls.length - most} more controls`] : shown;
}
