import type { Verdict, Violation } from "../model/index.ts";
import { type Found, policyOf } from "./_forms-rego-part.ts";
import type { Matched } from "./_gatekeeper-ops.ts";
import { errorVerdict, skipVerdict } from "./_verdict.ts";

/** One verdict of all that Constraints found, with what each says is to be done about it. `gator`: everything counts, as for `gator verify`. */
export function regoFormVerdict(matched: Matched, found: readonly Found[], gator: boolean): Verdict {
  const errors = found.flatMap((one) => one.errors);
  const violations: Violation[] = [];
  const warnings: string[] = [];
  const audit: Record<string, string> = {};
  const take = (violation: Violation, name: string, actions: readonly string[]): void => {
    const { policy, message } = violation;
    if (gator || actions.includes("deny")) violations.push(violation);
    if (gator) return;
    if (actions.includes("warn")) warnings.push(`[${name}] ${message}`);
    if (actions.includes("dryrun")) audit[policy] = policy in audit ? `${audit[policy]}; ${message}` : message;
  };
  for (const { message, policy = "", actions = ["deny"] } of matched.rejected)
    take({ policy, message }, policy.slice(policy.indexOf("/") + 1), actions);
  for (const { constraint, reasons } of found)
    for (const reason of sorted(reasons))
      take({ policy: policyOf(constraint), ...reason }, constraint.name, constraint.actions);
  const object = matched.object === undefined ? {} : { object: matched.object };
  const sum = { violations: sorted(violations), warnings, audit, ...object };
  if (errors.length > 0) return { ...errorVerdict(errors), ...sum };
  if (found.length + matched.rejected.length === 0 && matched.object === undefined)
    return skipVerdict(matched.skipped ?? "no Constraint matches whose template has Rego");
  return { decision: violations.length > 0 ? "deny" : "allow", ...sum };
}

// --- internal ---

function sorted<T extends { readonly message: string }>(all: readonly T[]): readonly T[] {
  return [...all].sort((one, other) => (one.message < other.message ? -1 : one.message > other.message ? 1 : 0));
}
