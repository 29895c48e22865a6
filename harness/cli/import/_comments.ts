import type { Survey } from "../../load/index.ts";
import type { Place } from "../../model/index.ts";

/** The comment on the lines directly above a place, from the first column on; empty where there is none. */
export function commentAbove({ documents }: Survey, { path, line = 1 }: Place): string {
  const around = documents.findLast(({ place, line: first }) => place.path === path && first <= line);
  const above = around?.text.split(/\r?\n/).slice(0, line - around.line) ?? [];
  const first = above.findLastIndex((each) => !/^\s*#/.test(each)) + 1;
  return above
    .slice(first)
    .map((each) => `${each.trim()}\n`)
    .join("");
}
