import type { ControlFacts } from "./_facts.ts";
import { families, familyOf } from "./_families.ts";
import { code, counted, page, plain, table } from "./_markdown.ts";

/** The list of all controls, by family. */
export function controlIndex(all: readonly ControlFacts[]): string {
  const cases = all.reduce((sum, { control }) => sum + control.cases.length, 0);
  return page([
    "# Controls",
    `${counted(all.length, "control")} with ${counted(cases, "case")}. [By article](../articles.md) · [Coverage](../coverage.md)`,
    ...families.flatMap(({ prefix, title }) => {
      const own = all.filter(({ control }) => familyOf(control.id)?.prefix === prefix);
      return own.length === 0 ? [] : [`## ${title}`, controlRows(own)];
    }),
  ]);
}

// --- internal ---

function controlRows(own: readonly ControlFacts[]): string {
  const rows = own.map(({ control, title, severity = "", from = "", sections }) => [
    `[${code(control.id)}](${control.id}.md)`,
    plain(sections.get("Summary") ?? title),
    severity,
    from,
    control.policies.map(({ engine }) => engine).join(", "),
    String(control.cases.length),
  ]);
  return table(["control", "what it is for", "severity", "from", "engines", "cases"], rows);
}
