import type { Comparison, Decided, Difference, Sample } from "../model/index.ts";
import { chosenOf, differencesOf, inOrder } from "./_samples.ts";

/** A comparison with the differences that are not known. */
export interface MergedComparison {
  readonly comparison: Comparison;
  readonly differences: readonly Difference[];
}

/** What the comparisons of all shards come to, in the order of the whole. */
export function mergeComparisons(shards: readonly (readonly Comparison[])[]): readonly MergedComparison[] {
  const byPair = Map.groupBy(shards.flat(), ({ control, left, right }) => JSON.stringify([control, left, right]));
  return [...byPair.values()].map(mergeOne);
}

// --- internal ---

type Count = "cases" | "generated" | "refused" | "agreed" | "differed" | "unmatched" | "failed";

function mergeOne(shares: readonly Comparison[]): MergedComparison {
  const { control, left, right } = shares[0] as Comparison;
  const sum = (count: Count): number => shares.reduce((total, share) => total + share[count], 0);
  const samples = inOrder(shares.flatMap((share) => share.samples ?? []));
  const reasons = reasonsOf(samples);
  const found = differencesOf(chosenOf(samples, reasons), reasons);
  const differences = found.filter(({ known }) => known === undefined);
  const comparison: Comparison = {
    control,
    left,
    right,
    cases: sum("cases"),
    generated: sum("generated"),
    refused: sum("refused"),
    agreed: sum("agreed"),
    differed: sum("differed"),
    unmatched: sum("unmatched"),
    failed: sum("failed"),
    decided: {
      left: mergeDecided(shares.map(({ decided }) => decided.left)),
      right: mergeDecided(shares.map(({ decided }) => decided.right)),
    },
    causes: differences.length,
    known: found.filter(({ known }) => known !== undefined),
    milliseconds: Math.max(...shares.map(({ milliseconds }) => milliseconds)),
  };
  return { comparison, differences };
}

/** Why causes are known: of the cases that show one the last says it; causes that no compared case shows were learned of others. */
function reasonsOf(samples: readonly Sample[]): ReadonlyMap<string, string> {
  const known = samples.toSorted((one, other) => Number(one.listed ?? false) - Number(other.listed ?? false));
  return new Map(
    known.flatMap(({ difference: { cause, known: reason } }) =>
      reason === undefined ? [] : [[cause, reason] as const],
    ),
  );
}

function mergeDecided(shares: readonly Decided[]): Decided {
  const sum = (count: Exclude<keyof Decided, "rules">): number =>
    shares.reduce((total, share) => total + share[count], 0);
  const rules = new Map<string, number>();
  for (const share of shares)
    for (const [rule, times] of Object.entries(share.rules)) rules.set(rule, (rules.get(rule) ?? 0) + times);
  return {
    allow: sum("allow"),
    deny: sum("deny"),
    skip: sum("skip"),
    error: sum("error"),
    warned: sum("warned"),
    changed: sum("changed"),
    rules: Object.fromEntries([...rules].sort()),
  };
}
