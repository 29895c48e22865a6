import { RE2JS } from "re2js";
import type { Expectation, ViolationCount } from "../../model/index.ts";
import type { GatorAssertion } from "./_gator-suite.ts";

/** What assertions of gator ask of a verdict at its enforcement point. Where there must be no violation at all, nothing applying is as good. */
export function expectationOf(assertions: readonly GatorAssertion[]): Expectation {
  const violations = assertions.map(countOf);
  if (violations.some(({ count }) => count !== 0)) return { decision: "deny", violations };
  const none = violations.some(({ matches }) => matches === undefined);
  return { ...(none ? { decision: "allow", orSkip: true } : {}), violations };
}

/** What is wrong with an assertion's regular expression. */
export function flawOf({ message = "" }: GatorAssertion): string | undefined {
  try {
    RE2JS.compile(message);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

// --- internal ---

function countOf({ violations = true, message }: GatorAssertion): ViolationCount {
  const matching = message === undefined ? {} : { matches: message };
  if (typeof violations === "number") return { count: violations, ...matching };
  return violations === true || violations === "yes" ? matching : { count: 0, ...matching };
}
