import type { Comparison, Finding, Unchecked } from "../model/index.ts";
import type { Searched } from "./search.ts";

/** What a comparison found: its differences, and what of it was no comparison at all. */
export function comparisonFindings({
  comparison,
  differences,
}: Pick<Searched, "comparison" | "differences">): readonly Finding[] {
  return [...differences, ...uncheckedIn(comparison)];
}

// --- internal ---

function uncheckedIn(comparison: Comparison): readonly Unchecked[] {
  const { control, agreed, differed, failed, unmatched, refused, decided, left, right } = comparison;
  const unchecked = (what: string): Unchecked => ({
    kind: "unchecked",
    control,
    message: `\`${left}\` and \`${right}\`: ${what}`,
  });
  if (agreed + differed === 0) {
    const why = [
      ...(refused > 0 ? [`the API server refused ${refused}`] : []),
      ...(unmatched > 0 ? [`neither side matched ${unmatched}`] : []),
      ...(failed > 0 ? [`both failed on ${failed}`] : []),
    ];
    return [unchecked(`no request was compared${why.length === 0 ? "" : `: ${why.join(", ")}`}`)];
  }
  const acted = [decided.left, decided.right].some(({ deny, warned, changed }) => deny + warned + changed > 0);
  return [
    ...(failed > 0 ? [unchecked(`both failed on ${failed} requests, which is no agreement`)] : []),
    ...(acted || differed > 0
      ? []
      : [unchecked(`neither denied, or warned of, any of ${agreed} requests; generate more with --runs`)]),
  ];
}
