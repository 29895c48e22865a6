import { type Coverage, type CoveredEngine, type LowCoverage, percentOf } from "../model/index.ts";

/** Engines of whose policies cases reached less than that, in percent. */
export function lowCoverage({ engines }: Coverage, least: number): readonly LowCoverage[] {
  return engines.flatMap(({ engine, ...share }): readonly LowCoverage[] => {
    const percent = percentOf(share);
    if (percent >= least) return [];
    const shown = (Math.floor(percent * 10) / 10).toFixed(1);
    const message = `cases cover ${share.covered} of ${share.total} ${units[engine]}: ${shown} %, below ${least} %`;
    return [{ kind: "low-coverage", control: "all controls", engine, message }];
  });
}

// --- internal ---

const units: Readonly<Record<CoveredEngine, string>> = { rego: "lines", cel: "outcomes of sub-expressions" };
