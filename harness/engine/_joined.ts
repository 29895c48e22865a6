import type { Judge, Verdict } from "../model/index.ts";
import { skipVerdict } from "./_verdict.ts";

/** Several judges as one: all must allow, and those of which nothing applies do not count. */
export function joinedJudge(judges: readonly Judge[]): Judge {
  const [only, ...others] = judges;
  if (only !== undefined && others.length === 0) return only;
  return async (request, world) => joined(await Promise.all(judges.map((judge) => judge(request, world))));
}

/** Several verdicts of one request as one. */
export function joined(verdicts: readonly Verdict[]): Verdict {
  const [only, ...others] = verdicts;
  if (only !== undefined && others.length === 0) return only;
  const errors = verdicts.flatMap((verdict) => verdict.errors ?? []);
  const violations = verdicts.flatMap((verdict) => verdict.violations);
  const warnings = [...new Set(verdicts.flatMap((verdict) => verdict.warnings))];
  if (verdicts.every(({ decision }) => decision === "skip"))
    return skipVerdict([...new Set(verdicts.map(({ skipped }) => skipped))].join("; "), warnings);
  const object = verdicts.find((verdict) => verdict.object !== undefined)?.object;
  return {
    decision: errors.length > 0 ? "error" : violations.length > 0 ? "deny" : "allow",
    violations,
    warnings,
    audit: Object.assign({}, ...verdicts.map(({ audit }) => audit)),
    ...(errors.length > 0 ? { errors } : {}),
    ...(object === undefined ? {} : { object }),
  };
}
