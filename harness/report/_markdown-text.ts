import { oneLine } from "./_one-line.ts";

/** Text in one line as a code span, in which nothing is markup and nobody is mentioned. */
export function code(text: string): string {
  const line = oneLine(text) || " ";
  const fence = "`".repeat(longestRun(line) + 1);
  const space = /^[` ]|[` ]$/.test(line) ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

/** The same within a cell of a table, which ends at a bar. */
export function cellCode(text: string): string {
  return code(text).replaceAll("|", "\\|");
}

/** Text of several lines as a block of code. */
export function codeBlock(language: "yaml" | "text" | "diff", text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Text in one line where Markdown holds HTML. */
export function htmlCode(text: string): string {
  const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return `<code>${oneLine(text).replaceAll(/[&<>"]/g, (character) => entities[character] ?? character)}</code>`;
}

// --- internal ---

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
