import { type Coverage, placeText } from "../model/index.ts";
import { coverageText, coverageUnits } from "./_coverage-lines.ts";
import { escapeHtml, table } from "./_html-text.ts";

/** How much cases reached of each file, and what they did not reach. */
export function coverageHtml({ engines, files }: Coverage): string {
  const all = engines.map(({ engine, ...share }) => [
    "all",
    engine,
    "",
    `${coverageText(share)} ${coverageUnits[engine]}`,
  ]);
  const each = files.map(({ path, engine, control = "", ...share }) => [path, engine, control, coverageText(share)]);
  const left = files.flatMap(({ engine, uncovered }) =>
    uncovered.map(({ place, why, text }) => [
      `<code>${escapeHtml(placeText(place))}</code>`,
      engine,
      why,
      `<code>${escapeHtml(text)}</code>`,
    ]),
  );
  const rows = [...all, ...each].map((cells) => cells.map(escapeHtml));
  return [
    ...(left.length === 0 ? [] : [table("What no case reached", ["place", "engine", "why", "what"], left)]),
    table("What cases reached", ["file", "engine", "control", "covered"], rows),
  ].join("\n");
}
