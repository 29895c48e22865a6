import type { Json, Report } from "../model/index.ts";
import { type Check, checksOf } from "./_checks.ts";
import { headline } from "./_headline.ts";
import { coverageHtml } from "./_html-coverage.ts";
import { findingHtml, problemHtml } from "./_html-findings.ts";
import { mutantsHtml } from "./_html-mutants.ts";
import { page } from "./_html-page.ts";
import { anyHtml, checksHtml, comparisonsHtml, countsHtml, matrixHtml } from "./_html-tables.ts";
import { escapeHtml, section } from "./_html-text.ts";
import { shown } from "./_shown.ts";

/** The report as one page that needs nothing else: it opens from disk, without a network. */
export function html(report: Report): string {
  const checks = checksOf(report);
  const { command, findings, problems, coverage, matrix = [], mutants = [] } = report;
  const items = findings.map((one) => findingHtml(shown(one), findings.length <= mostOpen));
  const parts = [
    section("findings", `Findings (${findings.length})`, items.join("\n")),
    section("problems", `Problems (${problems.length})`, list(problems.map(problemHtml))),
    section("comparisons", "Comparisons", comparisonsHtml(report)),
    section("matrix", "Releases", matrixHtml(matrix)),
    section("coverage", "Coverage", coverage === undefined ? "" : coverageHtml(coverage)),
    section("mutants", "Mutants", mutantsHtml(mutants)),
    ...otherParts(report),
    section("counts", "Counts", countsHtml(checks)),
    section("checks", "Checks", checksHtml(checks)),
  ];
  const filled = parts.filter((part) => part !== "");
  const head = `<h1>${escapeHtml(command)}</h1>\n<p>${escapeHtml(headline(report, checks))}</p>`;
  return page(
    command,
    `<header>${head}\n${links(filled)}</header>\n<main>\n${[filterForm(checks), ...filled].join("\n")}\n</main>`,
  );
}

// --- internal ---

/** More findings than so many are closed, so that the page can be gone through. */
const mostOpen = 20;

/** The way to each part of the page. */
function links(sections: readonly string[]): string {
  const items = sections.flatMap((text) => {
    const [, id = "", heading = ""] = /^<section id="([^"]+)"[^>]*><h2[^>]*>([^<]*)</.exec(text) ?? [];
    return id === "" ? [] : [`<li><a href="#${id}">${heading}</a></li>`];
  });
  return `<nav aria-label="Parts of the page"><ul>${items.join("")}</ul></nav>`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "" : `<ul>\n${items.join("\n")}\n</ul>`;
}

function filterForm(checks: readonly Check[]): string {
  const values = (of: (check: Check) => string): readonly string[] =>
    [...new Set(checks.map(of))].filter((value) => value !== "").sort();
  return `<search><form>
<label>Text <input type="search" name="text" aria-keyshortcuts="/"></label>
${choice(
  "Control",
  "control",
  values(({ control }) => control),
)}
${choice(
  "Engine",
  "engine",
  values(({ engine = "" }) => engine),
)}
${choice(
  "Status",
  "status",
  values(({ status }) => status),
)}
<button type="submit">Filter</button>
<button type="reset" aria-keyshortcuts="Escape">Clear</button>
<output aria-live="polite"></output>
</form></search>`;
}

function choice(label: string, name: string, values: readonly string[]): string {
  const options = values.map((value) => `<option value="${escapeHtml(value)}">${escapeHtml(value)}</option>`).join("");
  return `<label>${label} <select name="${name}"><option value="">all</option>${options}</select></label>`;
}

/** What other commands add to a report. */
function otherParts(report: Report): readonly string[] {
  const { requests, aside } = report;
  const others = {
    requests: ["Requests", requests],
    aside: ["Left aside", aside],
  } as const;
  return Object.entries(others).map(([id, [heading, value]]) => {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return "";
    return section(id, heading, anyHtml(heading, JSON.parse(JSON.stringify(value)) as Json));
  });
}
