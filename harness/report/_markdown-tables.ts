import { type MatrixRow, type MatrixState, type MutantOutcome, type Report, scoreOf } from "../model/index.ts";
import { acrossText, countsText } from "./_comparison-lines.ts";
import { cellCode } from "./_markdown-text.ts";

/** What was compared, those that differ first. */
export function comparisonsTable({ comparisons = [], releases = [] }: Report): string {
  const rows: readonly Row[] = [
    ...comparisons.map((one) => ({
      clean: one.causes === 0,
      cells: [cellText(one.control), cellText(`${one.left} ~ ${one.right}`), countsText(one)],
    })),
    ...releases.map((one) => ({
      clean: one.changes.length === 0 && one.releases.every(({ compiles }) => compiles),
      cells: [cellText(one.control), cellText(one.side), cellText(acrossText(one))],
    })),
  ];
  return table("Comparisons", ["", "control", "sides", "came to"], rows);
}

/** What holds under which release of Kubernetes, what does not hold first. */
export function matrixTable(matrix: readonly MatrixRow[]): string {
  const [first] = matrix;
  if (first === undefined) return "";
  const columns = ["", "control", "engine", ...first.cells.map(({ release }) => cellText(release)), "changes at"];
  const rows = matrix.map(({ control, engine, cells, changes }) => ({
    clean: cells.every(({ state }) => state !== "fails" && state !== "unchecked"),
    cells: [
      cellText(control),
      engine,
      ...cells.map(({ state }) => marks[state]),
      changes.length === 0 ? "" : cellText(changes.join(", ")),
    ],
  }));
  return `${table("Releases", columns, rows)}\n\n${legend}`;
}

/** How many mutants cases noticed, what some of them missed first. */
export function mutantsTable(mutants: readonly MutantOutcome[]): string {
  const policies = Map.groupBy(mutants, ({ control, engine }) => JSON.stringify([control, engine]));
  const rows = [...policies.values()].map((own) => {
    const { killed, survived, equivalent, score } = scoreOf(own);
    const [control, engine] = [own[0]?.control ?? "", own[0]?.engine ?? ""];
    const percent = `${(Math.floor(score * 10) / 10).toFixed(1)} %`;
    return {
      clean: survived === 0,
      cells: [cellText(control), engine, percent, ...[killed, survived, equivalent].map(String)],
    };
  });
  return table("Mutants", ["", "control", "engine", "score", "killed", "survived", "not told apart"], rows);
}

// --- internal ---

interface Row {
  readonly clean: boolean;
  readonly cells: readonly string[];
}

/** A comment has room for so many, and nobody reads more. */
const mostRows = 25;

function table(heading: string, columns: readonly string[], rows: readonly Row[]): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const sorted = rows.toSorted((one, other) => Number(one.clean) - Number(other.clean));
  const rest = sorted.slice(mostRows);
  const dirty = rest.filter(({ clean }) => !clean).length;
  const more = `and ${rest.length.toLocaleString("en")} more, ${dirty === 0 ? "all ✅" : `${dirty.toLocaleString("en")} ❌`}`;
  return [
    `#### ${heading}\n`,
    line(columns),
    `|${"---|".repeat(columns.length)}`,
    ...sorted.slice(0, mostRows).map(({ clean, cells }) => line([clean ? "✅" : "❌", ...cells])),
    ...(rest.length === 0 ? [] : [line(["", more, ...columns.slice(2).map(() => "")])]),
  ].join("\n");
}

const longestCell = 100;

function cellText(text: string): string {
  return cellCode(text.length > longestCell ? `${text.slice(0, longestCell)}…` : text);
}

const marks: Readonly<Record<MatrixState, string>> = {
  holds: "✅",
  fails: "❌",
  unchecked: "?",
  before: "·",
  "not-served": "-",
};

const legend =
  "✅ as its cases say, ❌ some case fails, ? no case is about it, · before the control's first release, - not served yet";
