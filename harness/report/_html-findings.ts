import { diffLines } from "diff";
import { type Problem, placeText } from "../model/index.ts";
import { escapeHtml } from "./_html-text.ts";
import type { Block, Shown } from "./_shown.ts";

/** A finding that opens: the sentence, and below it verdicts and objects. */
export function findingHtml(finding: Shown, isOpen: boolean): string {
  const { level, control, name, engine, sentence, facts, blocks, place } = finding;
  const terms = [...facts, ...(place === undefined ? [] : [["at", placeText(place)] as const])];
  return `<details class="finding ${level}"${isOpen ? " open" : ""} ${filterAttributes({ control, engine, status: "failed" })}>
<summary>${badge(level)} <b>${escapeHtml(control)}</b> ${escapeHtml(name)}${engine === undefined || engine === name ? "" : ` <span class="engine">${escapeHtml(engine)}</span>`}: ${escapeHtml(sentence)}</summary>
${terms.length === 0 ? "" : `<dl>${terms.map(([label, text]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(text)}</dd>`).join("")}</dl>`}
${blocks.map(blockHtml).join("\n")}
</details>`;
}

/** A problem with the input. */
export function problemHtml({ code, message, place, hint }: Problem): string {
  const at = place === undefined ? "" : ` <code>${escapeHtml(placeText(place))}</code>`;
  const what = hint === undefined ? "" : `<br>${escapeHtml(hint)}`;
  return `<li ${filterAttributes({ control: "", engine: undefined, status: "error" })}>${badge("error")} <code>${escapeHtml(code)}</code>${at}: ${escapeHtml(message)}${what}</li>`;
}

/** What the filter of the page goes by. */
export function filterAttributes(of: {
  readonly control: string;
  readonly engine: string | undefined;
  readonly status: string;
}): string {
  const { control, engine = "", status } = of;
  return `data-row data-control="${escapeHtml(control)}" data-engine="${escapeHtml(engine)}" data-status="${escapeHtml(status)}"`;
}

/** A unified diff, line by line. */
export function patchHtml(patch: string): string {
  const lines = patch.split("\n").map((line) => {
    if (/^(?:---|\+\+\+|@@) /.test(line)) return `<span class="engine">${escapeHtml(line)}</span>`;
    if (line.startsWith("+")) return `<ins>${escapeHtml(line)}</ins>`;
    return line.startsWith("-") ? `<del>${escapeHtml(line)}</del>` : escapeHtml(line);
  });
  return pre(lines.join("\n"), "lines that changed");
}

/** A word that says of what kind a row is, whatever its colour. */
export function badge(word: string): string {
  return `<span class="badge ${escapeHtml(word)}">${escapeHtml(word)}</span>`;
}

/** Text of several lines under its label. */
export function textHtml(label: string, text: string): string {
  return labelled(label, escapeHtml(text));
}

// --- internal ---

function blockHtml({ label, text, before }: Block): string {
  return before === undefined ? textHtml(label, text) : labelled(label, diffHtml(before, text));
}

function labelled(label: string, html: string): string {
  return `<p class="label">${escapeHtml(label)}</p>\n${pre(html, label)}`;
}

function pre(html: string, label: string): string {
  return `<pre tabindex="0" role="group" aria-label="${escapeHtml(label)}"><code>${html}</code></pre>`;
}

function diffHtml(before: string, after: string): string {
  const lines = diffLines(`${before}\n`, `${after}\n`).flatMap(({ value, added, removed }) => {
    return value
      .replace(/\n$/, "")
      .split("\n")
      .map((line) => {
        if (added) return `<ins>+ ${escapeHtml(line)}</ins>`;
        return removed ? `<del>- ${escapeHtml(line)}</del>` : `  ${escapeHtml(line)}`;
      });
  });
  return lines.join("\n");
}
