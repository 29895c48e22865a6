import { isJsonObject, type Json, type MatrixRow, type Place, placeText, type Report } from "../model/index.ts";
import { type Check, ofTheRun } from "./_checks.ts";
import { acrossText, countsText } from "./_comparison-lines.ts";
import { tally } from "./_headline.ts";
import { badge, filterAttributes, patchHtml } from "./_html-findings.ts";
import { escapeHtml, table } from "./_html-text.ts";

/** Every check, a row each, in a part that opens. */
export function checksHtml(checks: readonly Check[]): string {
  if (checks.length === 0) return "";
  const rows = checks.map((check) => {
    const { control, name, engine = "", status, milliseconds, message = "" } = check;
    return `<tr ${filterAttributes(check.engine === undefined ? { control, engine: undefined, status } : { control, engine, status })}><th scope="row">${escapeHtml(control)}</th><td>${escapeHtml(name)}</td><td>${escapeHtml(engine)}</td><td>${badge(status)}</td><td>${milliseconds.toFixed(1)}</td><td>${escapeHtml(message)}</td></tr>`;
  });
  return `<details><summary>${checks.length.toLocaleString("en")} checks</summary>
<div class="scroll" tabindex="0" role="group" aria-label="Every check"><table><caption>Every check</caption>
<thead><tr>${["control", "check", "engine", "status", "ms", "note"].map((name) => `<th scope="col">${name}</th>`).join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div></details>`;
}

/** How many checks of each control came out how. */
export function countsHtml(checks: readonly Check[]): string {
  const byControl = [...Map.groupBy(checks, ({ control }) => control)].sort(([a], [b]) => (a < b ? -1 : 1));
  const row = (name: string, of: readonly Check[]): readonly string[] => {
    const { passed, failed, skipped, error } = tally(of);
    return [escapeHtml(name), ...[passed, failed, skipped, error].map((count) => count.toLocaleString("en"))];
  };
  const rows = byControl.map(([control, own]) => row(control === ofTheRun ? "(the run)" : control, own));
  return table("Checks by control", ["control", "passed", "failed", "skipped", "error"], [...rows, row("all", checks)]);
}

/** What was compared, and what changed between revisions. */
export function comparisonsHtml({ comparisons = [], releases = [] }: Report): string {
  if (comparisons.length + releases.length === 0) return "";
  const rows = [
    ...comparisons.map((one) => [one.control, `${one.left} ~ ${one.right}`, countsText(one)].map(escapeHtml)),
    ...releases.map((one) => [one.control, one.side, acrossText(one)].map(escapeHtml)),
  ];
  const patches = comparisons.flatMap(({ control, change }) =>
    change === undefined || change.diff === ""
      ? []
      : [`<details><summary>Lines of ${escapeHtml(control)} that changed</summary>${patchHtml(change.diff)}</details>`],
  );
  return [table("What was compared, and what came of it", ["control", "sides", "came to"], rows), ...patches].join(
    "\n",
  );
}

/** What holds under which release, by name and not by colour alone. */
export function matrixHtml(rows: readonly MatrixRow[]): string {
  const [first] = rows;
  if (first === undefined) return "";
  const columns = ["control", "engine", ...first.cells.map(({ release }) => release), "decides otherwise at"];
  const cells = rows.map(({ control, engine, cells, changes }) => [
    escapeHtml(control),
    escapeHtml(engine),
    ...cells.map(({ state }) => badge(state)),
    escapeHtml(changes.join(", ")),
  ]);
  return table("What holds under which release of Kubernetes", columns, cells);
}

/** Any other part of a report: lists of objects as tables, the rest as JSON. */
export function anyHtml(caption: string, value: Json): string {
  if (Array.isArray(value) && value.length > 0 && value.every(isJsonObject)) return objectsTable(caption, value);
  if (!isJsonObject(value)) return `<p>${escapeHtml(typeof value === "string" ? value : JSON.stringify(value))}</p>`;
  const plain = Object.entries(value).filter(([, one]) => !isTable(one));
  const tables = Object.entries(value).filter(([, one]) => isTable(one));
  return [
    ...(plain.length === 0
      ? []
      : [
          table(
            caption,
            ["what", "value"],
            plain.map(([key, one]) => [escapeHtml(key), cell(one)]),
          ),
        ]),
    ...tables.map(([key, one]) => anyHtml(`${caption}: ${key}`, one)),
  ].join("\n");
}

// --- internal ---

function isTable(value: Json): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isJsonObject);
}

function objectsTable(caption: string, items: readonly Readonly<Record<string, Json>>[]): string {
  const columns = [...new Set(items.flatMap((item) => Object.keys(item)))];
  return table(
    caption,
    columns,
    items.map((item) => columns.map((column) => cell(item[column]))),
  );
}

function isPlace(value: unknown): value is Place {
  return isJsonObject(value) && typeof value["path"] === "string" && !("text" in value);
}

function cell(value: Json | undefined): string {
  if (value === undefined) return "";
  if (isPlace(value)) return `<code>${escapeHtml(placeText(value))}</code>`;
  return typeof value === "object" ? `<code>${escapeHtml(JSON.stringify(value))}</code>` : escapeHtml(String(value));
}
