import type { Engines } from "../../harness/engine/index.ts";
import type { Compared } from "./_compare.ts";
import { readYaml } from "./_features.ts";

/** A difference that is explained. */
export interface Known {
  /** Part of the name of each trial that it is about; every trial, where it is absent. */
  readonly trial?: string;
  /** A regular expression that the whole line of the difference matches. */
  readonly difference: string;
  readonly reason: string;
  /** When it was last looked at, as 2026-11-22. */
  readonly date: string;
}

/** What is left of the differences, and which of the known ones are no more. */
export interface Judged {
  readonly equal: number;
  readonly listed: number;
  readonly unexplained: readonly Compared[];
  readonly outlived: readonly Known[];
}

export async function readKnown(engines: Engines, path: string): Promise<readonly Known[]> {
  const [document] = await readYaml<{ readonly differences: readonly Known[] }>(engines, path);
  const known = document?.differences ?? [];
  for (const one of known) {
    if (!one.reason || !/^\d{4}-\d\d-\d\d$/.test(one.date))
      throw new Error(`\`${one.difference}\` needs a reason and a date`);
  }
  return known;
}

/** Sorts what was compared: equal, different for known reasons only, and the rest. */
export function judge(compared: readonly Compared[], known: readonly Known[]): Judged {
  const patterns = known.map((one) => ({ one, pattern: new RegExp(`^(?:${one.difference})$`, "s") }));
  const used = new Set<Known>();
  const explained = ({ trial }: Compared, line: string): boolean => {
    const found = patterns.find(({ one, pattern }) => trial.name.includes(one.trial ?? "") && pattern.test(line));
    if (found !== undefined) used.add(found.one);
    return found !== undefined;
  };
  const different = compared.filter(({ differences }) => differences.length > 0);
  const unexplained = different.flatMap((one) => {
    const differences = one.differences.filter((line) => !explained(one, line));
    return differences.length === 0 ? [] : [{ ...one, differences }];
  });
  return {
    equal: compared.length - different.length,
    listed: different.length - unexplained.length,
    unexplained,
    outlived: known.filter((one) => !used.has(one)),
  };
}
