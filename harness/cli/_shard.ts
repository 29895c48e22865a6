import type { Shard } from "../model/index.ts";
import { shellWord } from "./_shell-word.ts";

/** Options by their names on the command line; those that were not given are left out. */
export type Words = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * Which share of which run a report is about. The command that names the run has everything that decides what is judged, and nothing that may differ from machine to
 * machine.
 */
export function shardOf(
  shard: { readonly index: number; readonly count: number } | undefined,
  command: readonly string[],
  words: Words,
): { readonly shard?: Shard } {
  if (shard === undefined) return {};
  const given = Object.entries(words).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    if (value === true) return [`--${name}`];
    return [`--${name}`, typeof value === "object" ? value.join(",") : String(value)];
  });
  return { shard: { ...shard, of: ["assay", ...command, ...given].map(shellWord).join(" ") } };
}
