import type { MatrixCell, MatrixRow, MatrixState } from "../model/index.ts";
import type { Colors } from "./_colors.ts";
import { visible } from "./_visible.ts";

/** What holds under which release: a line for each control and engine, a column for each release. */
export function matrixLines(rows: readonly MatrixRow[], colors: Colors): readonly string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const width = Math.max(...rows.map((row) => nameOf(row).length));
  const columns = first.cells.map(({ release }) => release);
  const head = columns.map((release) => release.padStart(cellWidth)).join("");
  return [
    colors.dim(`${"".padEnd(width)}${head}`),
    ...rows.map((row) => {
      const cells = row.cells.map((cell) => cellText(cell, row, colors)).join("");
      const changes = row.changes.length === 0 ? "" : colors.dim(`  changes at ${row.changes.join(", ")}`);
      return `${visible(nameOf(row)).padEnd(width)}${cells}${changes}`;
    }),
    colors.dim(legend),
  ];
}

// --- internal ---

const cellWidth = 6;

const marks: Readonly<Record<MatrixState, string>> = {
  holds: "✓",
  fails: "✗",
  unchecked: "?",
  before: "·",
  "not-served": "-",
};

const legend =
  "✓ as its cases say  ✗ some case fails  ? no case is about it  · before the control's first release  - not served yet  | decides otherwise than the release before";

function nameOf({ control, engine }: MatrixRow): string {
  return `${control}  ${engine}`;
}

function cellText({ release, state }: MatrixCell, { changes }: MatrixRow, colors: Colors): string {
  const text = `${changes.includes(release) ? "|" : ""}${marks[state]}`.padStart(cellWidth);
  switch (state) {
    case "holds":
      return colors.green(text);
    case "fails":
      return colors.red(text);
    case "unchecked":
      return colors.yellow(text);
    case "before":
    case "not-served":
      return colors.dim(text);
  }
}
