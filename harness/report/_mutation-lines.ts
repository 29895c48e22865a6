import { type MutantOutcome, type MutationScore, placeText, scoreOf } from "../model/index.ts";
import type { Colors } from "./_colors.ts";
import { visible, visibleBlock } from "./_visible.ts";
import { foundCase } from "./found-case.ts";

/** Each mutant that survived, with a case that would have noticed it. */
export function survivorLines(mutants: readonly MutantOutcome[], colors: Colors): readonly string[] {
  const seen = new Set<string>();
  return mutants
    .filter(({ status }) => status === "survived")
    .flatMap((mutant) => [...mutantLines(mutant, colors), ...caseLines(mutant, seen, colors)]);
}

/** The score of each engine, and below it the controls whose cases miss something. */
export function scoreLines(mutants: readonly MutantOutcome[], colors: Colors): readonly string[] {
  return [...Map.groupBy(mutants, ({ engine }) => engine)].flatMap(([engine, own]) => {
    const controls = [...Map.groupBy(own, ({ control }) => control)];
    const weak = controls.filter(([, ofControl]) => scoreOf(ofControl).survived > 0);
    const width = Math.max(0, ...weak.map(([control]) => control.length));
    return [
      `${colors.bold(engine)}  ${scoreText(scoreOf(own), requestsOf(own))}`,
      ...weak.map(
        ([id, ofControl]) => `  ${visible(id).padEnd(width)}  ${scoreText(scoreOf(ofControl), requestsOf(ofControl))}`,
      ),
    ];
  });
}

// --- internal ---

function mutantLines(mutant: MutantOutcome, colors: Colors): readonly string[] {
  const { control, engine, operator, original, replacement, place } = mutant;
  return [
    `  ${colors.red("✗")} ${visible(placeText(place))} ${colors.dim(`[${engine}]`)} ${visible(operator)} in ${visible(control)}`,
    ...visibleBlock(original, "    - "),
    ...(replacement === "" ? [] : visibleBlock(replacement, "    + ")),
  ];
}

/** What several mutants lack is shown once. */
function caseLines(
  { control, difference, requests }: MutantOutcome,
  seen: Set<string>,
  colors: Colors,
): readonly string[] {
  if (difference === undefined)
    return [
      colors.dim(
        `    ${requests === undefined ? "no request was generated" : "no generated request reached the policy"}`,
      ),
    ];
  const found = foundCase(difference, { command: "assay mutate" });
  if ("why" in found) return [colors.dim(`    no case can show it: ${visible(found.why)}`)];
  const name = `${control} ${found.name}`;
  if (seen.has(name)) return [colors.dim(`    the case \`${found.name}\` above notices it`)];
  seen.add(name);
  return [colors.dim("    a case that notices it:"), ...visibleBlock(found.text.trimEnd(), "      ")];
}

function requestsOf(mutants: readonly MutantOutcome[]): number {
  return Math.min(...mutants.flatMap(({ status, requests }) => (status === "equivalent" ? [requests ?? 0] : [])));
}

function scoreText({ killed, survived, equivalent, score }: MutationScore, requests: number): string {
  return [
    `${(Math.floor(score * 10) / 10).toFixed(1)} %: ${number(killed)} of ${number(killed + survived)} mutants killed`,
    ...(equivalent > 0 ? [`${number(equivalent)} not told apart by ${number(requests)} requests or more`] : []),
  ].join(", ");
}

function number(value: number): string {
  return value.toLocaleString("en");
}
