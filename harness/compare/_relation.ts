import type { Decision, Relation, Verdict } from "../model/index.ts";
import { differingPaths } from "./_differing-paths.ts";
import { isStricter, type Rank, ranksOf } from "./_rank.ts";

/** Whether a relation says anything of a verdict before the change. */
export function binds(relation: Relation, before: Verdict): boolean {
  const [rank] = ranksOf([before]);
  switch (relation) {
    case "same":
    case "identical":
    case "unchanged":
    case "same-object":
      return true;
    case "never-stricter":
    case "never-denied":
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
    case "never-stricter":
    case "never-looser":
    case "never-denied":
    case "cured":
      return isBroken(relation, was, is) ? decided : [];
    case "identical":
      return differentWords(before, after);
    case "unchanged":
      return after.object === undefined ? [] : [`the object is changed again${where(before, after)}`];
    case "same-object":
      return was === is ? otherObject(before, after) : decided;
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

function isBroken(
  relation: Exclude<Relation, "identical" | "unchanged" | "same-object">,
  was: Rank,
  is: Rank,
): boolean {
  switch (relation) {
    case "same":
      return was !== is;
    case "never-stricter":
      return isStricter(is, was);
    case "never-looser":
      return isStricter(was, is);
    case "never-denied":
      return is === "denied";
    case "cured":
      return !isStricter(was, is);
  }
}

function otherObject(before: Verdict, after: Verdict): readonly string[] {
  const found = where(before, after);
  return found === "" ? [] : [`another object comes out${found}`];
}

const mostShown = 5;

/** In which places two objects differ. */
function where({ object: before = {} }: Verdict, { object: after = {} }: Verdict): string {
  const paths = differingPaths(before, after).map(({ text }) => `\`${text}\``);
  const more = paths.length > mostShown ? ` and ${paths.length - mostShown} more` : "";
  return paths.length === 0 ? "" : `: ${paths.slice(0, mostShown).join(", ")}${more}`;
}

function differentWords(before: Verdict, after: Verdict): readonly string[] {
  const parts: readonly (keyof Verdict)[] = ["decision", "violations", "warnings", "audit", "skipped"];
  return parts
    .filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]))
    .map((part) => `the ${part} are not the same or not in the same order`);
}
