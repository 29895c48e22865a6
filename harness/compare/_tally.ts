import type { Comparison, Decided, Origin, Verdict, Violation } from "../model/index.ts";
import type { Answers, Outcome } from "./_stand.ts";

type Counts = Omit<Comparison, "control" | "left" | "right" | "causes" | "known" | "milliseconds">;

/** Counts what came of trials. */
export interface Tally {
  take(origin: Origin, answers: Answers, outcome: Outcome): void;
  counts(): Counts;
}

export function openTally(): Tally {
  const outcomes: Record<Outcome, number> = { agreed: 0, differed: 0, refused: 0, unmatched: 0, failed: 0, broken: 0 };
  const left = openDecided();
  const right = openDecided();
  let cases = 0;
  let generated = 0;
  return {
    take(origin, answers, outcome) {
      if ("case" in origin) cases++;
      else generated++;
      outcomes[outcome]++;
      if (outcome === "refused" || outcome === "broken") return;
      left.take(answers.left);
      right.take(answers.right);
    },
    counts: () => {
      const { agreed, differed, refused, unmatched, failed } = outcomes;
      const decided = { left: left.counts(), right: right.counts() };
      return { cases, generated, refused, agreed, differed, unmatched, failed, decided };
    },
  };
}

// --- internal ---

function openDecided(): { take(verdict: Verdict): void; counts(): Decided } {
  const counts = { allow: 0, deny: 0, skip: 0, error: 0, warned: 0, changed: 0 };
  const rules = new Map<string, number>();
  return {
    take({ decision, violations, advice = [], object }) {
      counts[decision]++;
      if (decision === "allow" && advice.length > 0) counts.warned++;
      if (decision === "allow" && object !== undefined) counts.changed++;
      for (const rule of new Set([...violations, ...advice].map(ruleOf))) rules.set(rule, (rules.get(rule) ?? 0) + 1);
    },
    counts: () => ({ ...counts, rules: Object.fromEntries([...rules].sort()) }),
  };
}

/** A policy in CEL has a rule for each of its validations. */
function ruleOf({ policy, expression }: Violation): string {
  return expression === undefined ? policy : `${policy}: ${expression}`;
}
