import { RE2JS } from "re2js";
import type { Verdict, ViolationCount } from "../model/index.ts";

/** How the number of violations differs from what is expected, a sentence each. Messages are matched as Go's regexp does. */
export function countsDiffer(expected: readonly ViolationCount[], { violations }: Verdict): readonly string[] {
  const messages = violations.map(({ message }) => message);
  const among = messages.length === 0 ? "" : ` among ${messages.map((message) => `\`${message}\``).join(", ")}`;
  return expected.flatMap((wanted) => {
    const found = matching(wanted, messages).length;
    const isSo = wanted.count === undefined ? found > 0 : found === wanted.count;
    return isSo ? [] : [`expected ${wantedText(wanted)}, got ${found === 0 ? "none" : found}${among}`];
  });
}

// --- internal ---

function matching({ matches }: ViolationCount, messages: readonly string[]): readonly string[] {
  if (matches === undefined) return messages;
  const pattern = RE2JS.compile(matches);
  return messages.filter((message) => pattern.matcher(message).find());
}

function wantedText({ count, matches }: ViolationCount): string {
  const like = matches === undefined ? "" : ` whose message matches \`${matches}\``;
  if (count === undefined) return `at least one violation${like}`;
  return `${count} ${count === 1 ? "violation" : "violations"}${like}`;
}
