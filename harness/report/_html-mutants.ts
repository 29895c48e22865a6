import { type MutantOutcome, placeText, scoreOf } from "../model/index.ts";
import { badge, filterAttributes, patchHtml, textHtml } from "./_html-findings.ts";
import { escapeHtml, table } from "./_html-text.ts";
import { foundCase } from "./found-case.ts";

/** Scores, each mutant that survived with a case that would have noticed it, and all of them as a table in a part that opens. */
export function mutantsHtml(mutants: readonly MutantOutcome[]): string {
  if (mutants.length === 0) return "";
  const survivors = mutants.filter(({ status }) => status === "survived");
  const isOpen = survivors.length <= mostOpen;
  return [
    scoresTable(mutants),
    ...survivors.map((one) => survivorHtml(one, isOpen)),
    `<details><summary>All ${mutants.length.toLocaleString("en")} mutants</summary>\n${allTable(mutants)}</details>`,
  ].join("\n");
}

// --- internal ---

/** More than so many are closed, so that the page can be gone through. */
const mostOpen = 20;

function scoresTable(mutants: readonly MutantOutcome[]): string {
  const policies = Map.groupBy(mutants, ({ control, engine }) => JSON.stringify([control, engine]));
  const rows = [...policies.values()].map((own) => {
    const { killed, survived, equivalent, score } = scoreOf(own);
    const percent = `${(Math.floor(score * 10) / 10).toFixed(1)}\u00a0%`;
    const names = [own[0]?.control ?? "", own[0]?.engine ?? ""].map(escapeHtml);
    return [...names, percent, ...[killed, survived, equivalent].map((count) => count.toLocaleString("en"))];
  });
  return table(
    "Mutants that cases noticed",
    ["control", "engine", "score", "killed", "survived", "not told apart"],
    rows,
  );
}

function survivorHtml(mutant: MutantOutcome, isOpen: boolean): string {
  const { control, engine, operator, original, replacement, place } = mutant;
  const lines = (sign: string, text: string): readonly string[] =>
    text === "" ? [] : text.split("\n").map((line) => `${sign} ${line}`);
  const patch = [...lines("-", original), ...lines("+", replacement)].join("\n");
  return `<details class="finding error"${isOpen ? " open" : ""} ${filterAttributes({ control, engine, status: "failed" })}>
<summary>${badge("survived")} <b>${escapeHtml(control)}</b> ${escapeHtml(operator)} <span class="engine">${escapeHtml(engine)}</span> at <code>${escapeHtml(placeText(place))}</code></summary>
${patchHtml(patch)}
${caseHtml(mutant)}
</details>`;
}

function caseHtml({ difference }: MutantOutcome): string {
  if (difference === undefined) return `<p class="label">no generated request tells it from the policy</p>`;
  const found = foundCase(difference, { command: "assay mutate" });
  if ("why" in found) return `<p class="label">no case can show it: ${escapeHtml(found.why)}</p>`;
  return textHtml("a case that notices it", found.text.trimEnd());
}

function allTable(mutants: readonly MutantOutcome[]): string {
  const code = (text: string): string => (text === "" ? "" : `<code>${escapeHtml(text)}</code>`);
  const rows = mutants.map(
    ({ control, engine, operator, place, original, replacement, status, case: by, requests }) => [
      escapeHtml(control),
      ...[engine, operator].map(escapeHtml),
      ...[placeText(place), original, replacement].map(code),
      badge(status),
      escapeHtml(by ?? (requests === undefined ? "" : `${requests.toLocaleString("en")} requests`)),
    ],
  );
  const columns = [
    "control",
    "engine",
    "operator",
    "place",
    "original",
    "replacement",
    "status",
    "noticed by, or asked",
  ];
  return table("Every mutant", columns, rows);
}
