import type { Outcome, Report } from "../model/index.ts";
import type { Colors } from "./_colors.ts";
import { visible } from "./_visible.ts";

/** What a gate did not compare, each reason once with the controls. */
export function notComparedLines({ command, outcomes }: Report, colors: Colors): readonly string[] {
  if (command !== "assay gate" || outcomes.length === 0) return [];
  const reasons = Map.groupBy(outcomes, ({ reason = "" }) => reason);
  const lines = [...reasons].map(([reason, of]) => `  ${visible(namesOf(of))}: ${visible(reason)}`);
  return [colors.bold("Not compared"), ...lines];
}

// --- internal ---

const mostNamed = 3;

function namesOf(outcomes: readonly Outcome[]): string {
  const names = outcomes.map(({ control, engine }) => `\`${control}\` (${engine})`);
  const more = names.length - mostNamed;
  return more > 0 ? `${names.slice(0, mostNamed).join(", ")} and ${more} more` : names.join(", ");
}
