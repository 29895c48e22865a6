import type { EvaluationError, Verdict, Violation } from "../model/index.ts";
import type { Planned } from "./_rego-plan.ts";
import { readRule } from "./_rego-reading.ts";
import { errorVerdict, skipVerdict } from "./_verdict.ts";

/** What evaluating entrypoints gave. A ref that is in `results` is defined. */
export interface Evaluation {
  readonly results: Readonly<Record<string, unknown>>;
  readonly errors: readonly EvaluationError[];
}

/** What one rule said; `undefined` where it is undefined. */
export interface Said extends Planned {
  readonly value: unknown;
}

/**
 * One verdict of all that rules said, in an order that does not hang on theirs.
 *
 * A `deny`, `violation` or `warn` that is undefined gives no reason, so it objects to nothing; a `response` that is undefined says nothing at all.
 */
export function regoVerdict(said: readonly Said[], failed: readonly EvaluationError[]): Verdict {
  const defined = said.filter(({ value }) => value !== undefined);
  const errors = [...failed];
  const violations: Violation[] = [];
  const advice: Violation[] = [];
  const audit: Record<string, string> = {};
  for (const { ref, kind, value } of defined) {
    const policy = ruleName(ref);
    const reading = readRule(kind, value);
    if (typeof reading === "string") {
      errors.push({ code: "evaluation", message: `\`${policy}\` ${reading}`, policy });
    } else {
      violations.push(...reading.reasons.map((reason) => ({ policy, ...reason })));
      advice.push(...reading.warnings.map((message) => ({ policy, message })));
      Object.assign(audit, reading.audit);
    }
  }
  const warnings = advice.map(({ message }) => message).sort();
  const sum = {
    violations: violations.sort(byPolicyAndMessage),
    warnings,
    advice: advice.sort(byPolicyAndMessage),
    audit,
  };
  if (errors.length > 0) return { ...errorVerdict(errors), ...sum };
  if (said.every(({ kind, value }) => kind === "response" && value === undefined)) {
    return skipVerdict("`response` is not defined for this input");
  }
  return { decision: violations.length > 0 ? "deny" : "allow", ...sum };
}

/** The rule's name in Rego: `data.pss.x.deny` for `pss/x/deny`. */
export function ruleName(ref: string): string {
  return `data.${ref.replaceAll("/", ".")}`;
}

function byPolicyAndMessage(a: Violation, b: Violation): number {
  const [left, right] = [`${a.policy}\n${a.message}`, `${b.policy}\n${b.message}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
