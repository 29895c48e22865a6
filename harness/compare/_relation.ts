import type { Decision, Relation, Verdict } from "../model/index.ts";

/** Whether a relation says anything of a verdict before the change. */
export function binds(relation: Relation, before: Verdict): boolean {
  switch (relation) {
    case "same":
    case "identical":
      return true;
    case "never-stricter":
      return before.decision !== "deny";
    case "never-looser":
    case "cured":
      return before.decision === "deny";
  }
}

/** How two verdicts break a relation, a sentence each. Empty: it holds. An error is never what was meant. */
export function broken(relation: Relation, before: Verdict, after: Verdict): readonly string[] {
  const failed = before.decision === "error" || after.decision === "error";
  const decided = [`${says[before.decision]} before and ${says[after.decision]} after`];
  if (failed) return decided;
  const [was, is] = [before.decision === "deny", after.decision === "deny"];
  switch (relation) {
    case "same":
    case "never-stricter":
    case "never-looser":
      return was === is ? [] : decided;
    case "cured":
      return is ? decided : [];
    case "identical":
      return differentWords(before, after);
  }
}

// --- internal ---

const says: Readonly<Record<Decision, string>> = {
  allow: "allowed",
  deny: "denied",
  skip: "let pass, since nothing applied,",
  error: "failed",
};

function differentWords(before: Verdict, after: Verdict): readonly string[] {
  const parts: readonly (keyof Verdict)[] = ["decision", "violations", "warnings", "audit", "skipped"];
  return parts
    .filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]))
    .map((part) => `the ${part} are not the same or not in the same order`);
}
