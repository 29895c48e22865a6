import { formsOf } from "./_look.ts";
import type { Answers } from "./_stand.ts";

/** Remembers what was reached. */
export interface Reached {
  /** Whether these answers reach something that none before did: a decision, a rule, a form of message, on either side. */
  isNew(answers: Answers): boolean;
}

export function openReached(): Reached {
  const reached = new Map<string, Set<string>>();
  return {
    isNew(answers) {
      let isNew = false;
      for (const [where, what] of reachedBy(answers)) {
        const known = reached.get(where) ?? new Set();
        if (known.has(what) || known.size >= mostForms) continue;
        reached.set(where, known.add(what));
        isNew = true;
      }
      return isNew;
    },
  };
}

/** What judging a trial reaches: for each side its decision and the forms of what its rules say, and the decisions of both together. */
export function reachedBy(answers: Answers): readonly (readonly [where: string, what: string])[] {
  const { left, right } = answers;
  return [
    ["both", `${left.decision} ${right.decision}`] as const,
    ...formsOf(left).map(([rule, form]) => [`left ${rule}`, form] as const),
    ...formsOf(right).map(([rule, form]) => [`right ${rule}`, form] as const),
  ];
}

// --- internal ---

/** A rule whose message names what is wrong without quotes would reach something new for ever. */
const mostForms = 64;
