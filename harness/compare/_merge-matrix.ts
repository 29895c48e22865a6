import type { MatrixCell, MatrixRow, MatrixState, Report } from "../model/index.ts";

/** The matrix of the whole run: shards hold other cases of the same controls. */
export function mergeMatrix(reports: readonly Report[]): readonly MatrixRow[] {
  const rows = reports.flatMap(({ matrix = [] }) => matrix);
  const byPolicy = Map.groupBy(rows, ({ control, engine }) => JSON.stringify([control, engine]));
  return [...byPolicy.values()]
    .map(mergeRows)
    .toSorted((one, other) => (one.control < other.control ? -1 : one.control > other.control ? 1 : 0));
}

// --- internal ---

/** What is said of some cases is said of all; what says more goes before. */
const order: readonly MatrixState[] = ["fails", "holds", "unchecked", "before", "not-served"];

function mergeRows(rows: readonly MatrixRow[]): MatrixRow {
  const [first] = rows as readonly [MatrixRow, ...MatrixRow[]];
  const changes = new Set(rows.flatMap((row) => row.changes));
  return {
    ...first,
    cells: first.cells.map((_, index) => mergeCells(rows.flatMap(({ cells }) => cells[index] ?? []))),
    changes: first.cells.map(({ release }) => release).filter((release) => changes.has(release)),
  };
}

function mergeCells(cells: readonly MatrixCell[]): MatrixCell {
  const [first] = cells as readonly [MatrixCell, ...MatrixCell[]];
  const sum = (count: "cases" | "denied" | "warned"): number => cells.reduce((total, cell) => total + cell[count], 0);
  const state = order.find((one) => cells.some((cell) => cell.state === one)) ?? first.state;
  return { release: first.release, state, cases: sum("cases"), denied: sum("denied"), warned: sum("warned") };
}
