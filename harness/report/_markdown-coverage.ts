import type { Coverage } from "../model/index.ts";
import { coverageText, coverageUnits, leftIn } from "./_coverage-lines.ts";
import { code } from "./_markdown-text.ts";

/** What cases reached, in a line for each engine, with what they reached least of. */
export function coverageSentences(coverage: Coverage | undefined): string {
  const { engines = [], files = [] } = coverage ?? {};
  return engines
    .map(({ engine, ...share }) => {
      const left = leftIn(files.filter((file) => file.engine === engine));
      const worst = left.slice(0, most).map(({ name, ...own }) => `${code(name.slice(0, 200))} (${coverageText(own)})`);
      const more = left.length > most ? ` and ${left.length - most} more` : "";
      const sentence = `Coverage of ${code(engine)}: ${coverageText(share)} ${coverageUnits[engine]}`;
      return `${sentence}${worst.length === 0 ? "" : `; least of ${worst.join(", ")}${more}`}.`;
    })
    .join("\n\n");
}

// --- internal ---

const most = 3;
