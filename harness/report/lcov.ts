import type { FileCoverage, Report } from "../model/index.ts";
import type { FormatOptions } from "./pretty.ts";

/** What cases reached, as lcov's tools, editors and coverage services read it: lines of each file, and of each condition in CEL both outcomes. */
export function lcov({ coverage }: Report, { folder }: FormatOptions): string {
  return (coverage?.files ?? []).map((file) => record(file, folder)).join("");
}

// --- internal ---

function record({ path, lines, conditions }: FileCoverage, folder: string | undefined): string {
  const branches = conditions.flatMap(({ line, evaluated, ...outcomes }, block) => {
    const taken = [outcomes.true, outcomes.false];
    return taken.map((count, branch) => `BRDA:${line},${block},${branch},${evaluated ? count : "-"}`);
  });
  const reached = conditions.flatMap((outcomes) => [outcomes.true, outcomes.false]).filter((count) => count > 0);
  return [
    "TN:",
    `SF:${folder === undefined ? path : `${folder}/${path}`}`,
    ...(branches.length === 0 ? [] : [...branches, `BRF:${branches.length}`, `BRH:${reached.length}`]),
    ...lines.map(({ line, hits }) => `DA:${line},${hits}`),
    `LF:${lines.length}`,
    `LH:${lines.filter(({ hits }) => hits > 0).length}`,
    "end_of_record\n",
  ].join("\n");
}
