import type { Decision, Relation, Verdict } from "../model/index.ts";
import { isStricter, type Rank, ranksOf } from "./_rank.ts";

/** Whether a relation says anything of a verdict before the change. */
export function binds(relation: Relation, before: Verdict): boolean {
  const [rank] = ranksOf([before]);
  switch (relation) {
    case "same":
    case "identical":
      return true;
    case "never-stricter":
      return rank !== "denied";
    case "never-looser":
    case "cured":
      return rank === "denied" || rank === "warned of";
  }
}

/** How two verdicts break a relation, a sentence each. Empty: it holds. An error is never what was meant. */
export function broken(relation: Relation, before: Verdict, after: Verdict): readonly string[] {
  const [was, is] = ranksOf([before, after]);
  const decided = [`${says(before, was)} before and ${says(after, is)} after`];
  if (was === undefined || is === undefined) return decided;
  switch (relation) {
    case "same":
      return was === is ? [] : decided;
    case "never-stricter":
      return isStricter(is, was) ? decided : [];
    case "never-looser":
      return isStricter(was, is) ? decided : [];
    case "cured":
      return isStricter(was, is) ? [] : decided;
    case "identical":
      return differentWords(before, after);
  }
}

// --- internal ---

const words: Readonly<Record<Decision, string>> = {
  allow: "allowed",
  deny: "denied",
  skip: "let pass, since nothing applied,",
  error: "failed",
};

function says({ decision }: Verdict, rank: Rank | undefined): string {
  return rank === "warned of" ? "warned of" : words[decision];
}

function differentWords(before: Verdict, after: Verdict): readonly string[] {
  const parts: readonly (keyof Verdict)[] = ["decision", "violations", "warnings", "audit", "skipped"];
  return parts
    .filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]))
    .map((part) => `the ${part} are not the same or not in the same order`);
}
