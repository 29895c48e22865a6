import { countsLine } from "../../scripts/check/index.ts";
import type { Judged } from "./_known.ts";
import type { Results } from "./_results.ts";

const mostShown = 40;
const mostLines = 6;
const mostCharacters = 700;

/** What a run found: each suite, what could not be asked, what differs, and the counts last: what is listed has passed. */
export function renderResults({ compared, aside }: Results, { equal, listed, unexplained, outlived }: Judged): string {
  const suites = tally(compared.map(({ trial }) => trial.suite)).map(([suite, count]) => `${count} of ${suite}`);
  const reasons = tally(aside.map(({ suite, reason }) => `${suite}: ${reason}`)).map(
    ([reason, count]) => `not asked, ${count} of ${reason}`,
  );
  const shown = unexplained
    .slice(0, mostShown)
    .flatMap(({ trial, differences }) => [
      `✗ ${trial.suite}: ${trial.name}`,
      ...differences.slice(0, mostLines).map((line) => `    ${line.slice(0, mostCharacters)}`),
    ]);
  const more = unexplained.length > mostShown ? [`and ${unexplained.length - mostShown} more`] : [];
  const gone = outlived.map(({ difference }) => `✗ known-differences.yaml lists what was not seen: ${difference}`);
  const counts = `${compared.length} compared, ${equal} equal, ${listed} listed, ${unexplained.length} unexplained, ${aside.length} not asked`;
  const total = countsLine({
    passed: equal + listed,
    failed: unexplained.length + outlived.length,
    skipped: aside.length,
  });
  return [...suites, ...reasons, ...shown, ...more, ...gone, counts, total].join("\n");
}

function tally(words: readonly string[]): readonly (readonly [word: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
