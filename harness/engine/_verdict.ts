import type { EvaluationError, Verdict } from "../model/index.ts";

/** A verdict that could not be reached. */
export function errorVerdict(errors: readonly EvaluationError[]): Verdict {
  return { decision: "error", violations: [], warnings: [], audit: {}, errors };
}

/** A verdict where nothing applied. */
export function skipVerdict(skipped: string, warnings: readonly string[] = []): Verdict {
  return { decision: "skip", violations: [], warnings, audit: {}, skipped };
}
