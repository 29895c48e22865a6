import { placeText, type Report, type RequestCounts } from "../model/index.ts";
import type { Colors } from "./_colors.ts";
import { visible } from "./_visible.ts";

/** What of the input is no request, each reason once; nothing where all of it is. */
export function notRequestLines({ aside = [] }: Report, colors: Colors): readonly string[] {
  if (aside.length === 0) return [];
  const lines = aside.map(({ reason, count, place }) => {
    const where = count === 1 ? placeText(place) : `first ${placeText(place)}`;
    return `  ${count.toLocaleString("en")} × ${visible(reason)} ${colors.dim(`(${visible(where)})`)}`;
  });
  return [colors.bold("Left aside"), ...lines];
}

/** What became of the requests, in one line; nothing where there were none. */
export function requestLines({ requests }: Report, colors: Colors): readonly string[] {
  if (requests === undefined) return [];
  const total = Object.values(requests).reduce((sum, count) => sum + count, 0);
  const parts = (Object.keys(words) as (keyof RequestCounts)[])
    .filter((kind) => requests[kind] > 0)
    .map((kind) => words[kind](requests[kind].toLocaleString("en"), colors));
  return [`${total.toLocaleString("en")} ${total === 1 ? "request" : "requests"}: ${parts.join(", ")}`];
}

/** What users would be warned of, of each request once; nothing where there is nothing. */
export function warningLines({ outcomes }: Report, colors: Colors): readonly string[] {
  const byPlace = Map.groupBy(
    outcomes.filter(({ warnings }) => warnings !== undefined),
    (outcome) => outcome.case,
  );
  const lines = [...byPlace].flatMap(([name, all]) => [
    `  ${colors.yellow("!")} ${visible(name)}`,
    ...new Set(all.flatMap(({ warnings = [] }) => warnings.map((warning) => `    ${visible(warning)}`))),
    ...all.slice(0, 1).map(({ place }) => colors.dim(`    at ${visible(placeText(place))}`)),
  ]);
  return lines.length === 0 ? [] : [colors.bold("Warned"), ...lines];
}

// --- internal ---

const words: Readonly<Record<keyof RequestCounts, (count: string, colors: Colors) => string>> = {
  allowed: (count, colors) => colors.green(`${count} allowed`),
  denied: (count, colors) => colors.red(`${count} denied`),
  failed: (count, colors) => colors.red(`${count} failed`),
  unmatched: (count, colors) => colors.yellow(`${count} that no policy applied to`),
  refused: (count, colors) => colors.yellow(`${count} refused by the API server`),
};
