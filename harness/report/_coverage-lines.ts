import {
  type Coverage,
  type CoveredEngine,
  type FileCoverage,
  percentOf,
  placeText,
  type Share,
  sumOf,
} from "../model/index.ts";
import type { Colors } from "./_colors.ts";
import { visible } from "./_visible.ts";

/** What is counted of an engine's policies. */
export const coverageUnits: Readonly<Record<CoveredEngine, string>> = {
  rego: "lines",
  cel: "outcomes of sub-expressions",
};

/** How much cases reached: each engine, and below it each control, or shared file, of which something is left. */
export function coverageLines({ engines = [], files = [] }: Partial<Coverage>, colors: Colors): readonly string[] {
  return engines.flatMap((share) => {
    const left = leftIn(files.filter(({ engine }) => engine === share.engine));
    const width = Math.max(0, ...left.map(({ name }) => name.length));
    const sentence = `Coverage ${share.engine}: ${coverageText(share)} ${coverageUnits[share.engine]}`;
    return [
      colors.bold(sentence),
      ...left.flatMap(({ name, places, ...own }) => [
        `  ${visible(name).padEnd(width)}  ${coverageText(own)}`,
        ...places.slice(0, most).map((place) => `    ${colors.dim(visible(place))}`),
        ...(places.length > most ? [colors.dim(`    and ${places.length - most} more: --format json has all`)] : []),
      ]),
    ];
  });
}

/** Such as `98.5 %: 197 of 200`. */
export function coverageText(share: Share): string {
  const percent = (Math.floor(percentOf(share) * 10) / 10).toFixed(1);
  return `${percent} %: ${share.covered.toLocaleString("en")} of ${share.total.toLocaleString("en")}`;
}

/** A control, or a file that several share, of which something is left. */
export interface Left extends Share {
  readonly name: string;
  readonly places: readonly string[];
}

/** Those of which something is left, the least covered first. */
export function leftIn(files: readonly FileCoverage[]): readonly Left[] {
  const groups = Map.groupBy(files, ({ control, path }) => control ?? path);
  return [...groups]
    .map(([name, own]) => ({
      name,
      ...sumOf(own),
      places: own.flatMap(({ uncovered }) =>
        uncovered.map(({ place, why, text }) => `${placeText(place)} ${why}: ${shortened(text)}`),
      ),
    }))
    .filter(({ covered, total }) => covered < total)
    .sort((left, right) => percentOf(left) - percentOf(right));
}

// --- internal ---

const most = 5;

/** In characters. */
const longest = 100;

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text;
}
