import { properties } from "../../harness/compare/index.ts";
import type { Relation } from "../../harness/model/index.ts";

/** The properties as a Markdown table: what must hold, and between which verdicts. */
export function propertyTable(): string {
  const rows = Object.values(properties).map(
    ({ id, about, relation }) => `| \`${id}\` | ${about} | ${relationWords[relation]} |`,
  );
  return ["| property | what it says | before and after the change |", "|---|---|---|", ...rows].join("\n");
}

// --- internal ---

const relationWords: Readonly<Record<Relation, string>> = {
  same: "both are denied, or neither is",
  "never-stricter": "what was not denied is not denied",
  "never-looser": "what was denied is denied",
  cured: "what was denied is not denied any more",
  identical: "every word is the same",
  "never-denied": "what was not denied is not denied",
  unchanged: "the object is not changed again",
  "same-object": "the same object comes out",
};
