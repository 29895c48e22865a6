import { describe, expect, test } from "vitest";
import { type SearchOptions, search } from "../../harness/compare/index.ts";
import type { Case, JsonObject, Side, Trial, Verdict } from "../../harness/model/index.ts";
import { caseOf, verdict } from "./_controls.ts";
import { objectOf, trialOf } from "./_toys.ts";

const sideOf = (name: string, say: (object: JsonObject) => Verdict): Side => ({
  name,
  judge: async (request, world) => say(objectOf({ request, world })),
});
const denying = (policy: string, message: string): Verdict =>
  verdict({ decision: "deny", violations: [{ policy, message }] });

/** Rule `r` denies every third in words that name the value, `s` the 20th alone; the left side fails on the 31st. */
const left = sideOf("left", ({ n }) => {
  if (n === 31) return verdict({ decision: "error", errors: [{ code: "evaluation", message: "no such key" }] });
  if (n === 20) return denying("s", "twenty");
  return Number(n) % 3 === 0 ? denying("r", `no "${n}" here`) : verdict({});
});
const right = sideOf("right", ({ n }) => (Number(n) % 3 === 0 && n !== 20 ? denying("r", `no "${n}"`) : verdict({})));

async function kept(options: Partial<SearchOptions> = {}, corpus: readonly Case[] = []) {
  const trials: Trial[] = [];
  await search(left, right, {
    control: "x",
    cases: [],
    stream: { seed: 1, draw: (index) => trialOf({ n: index + 1 }) },
    runs: 40,
    shrinking: { smaller: () => [], sizeOf: () => 1 },
    corpus: { cases: corpus, keep: (trial) => void trials.push(trial) },
    ...options,
  });
  return [...new Set(trials.map((trial) => objectOf(trial)["n"]))];
}
const casesOf = (...numbers: readonly number[]): readonly Case[] =>
  numbers.map((n) => caseOf("x", `corpus/${n}.json`, { request: trialOf({ n }).request }));

describe("a generated trial is kept", () => {
  test("where a decision, a rule or a form of message is new on either side", async () => {
    expect(await kept()).toEqual([1, 3, 20, 31]);
  });

  test("and not where a case or the corpus reached it before", async () => {
    expect(await kept({ cases: casesOf(3) })).toEqual([1, 20, 31]);
    expect(await kept({}, casesOf(3, 2, 31, 20))).toEqual([20, 31]); // which differ, and so are kept to be found again
  });

  test("and not by a shard for what the cases or the corpus of another shard reach", async () => {
    const shards = [1, 2, 3].map((index) => ({ index, count: 3 }));
    const all = await Promise.all(shards.map((shard) => kept({ shard, cases: casesOf(1, 3) }, casesOf(4, 20, 31))));
    expect(all).toEqual([[31], [20], []]); // the two that differ
  });

  test("of messages without end only so many", async () => {
    const letters = (n: number): string => [...`${n}`].map((digit) => "abcdefghij"[Number(digit)]).join("");
    const trials: Trial[] = [];
    const endless = sideOf("left", ({ n }) => denying("r", `no ${letters(Number(n))}`));
    await search(endless, endless, {
      control: "x",
      cases: [],
      stream: { seed: 1, draw: (index) => trialOf({ n: index }) },
      runs: 1000,
      shrinking: { smaller: () => [], sizeOf: () => 1 },
      corpus: { cases: [], keep: (trial) => void trials.push(trial) },
    });
    expect(trials).toHaveLength(64);
  });
});

test("every trial of a corpus is judged by one shard, whatever the others hold", async () => {
  const side = sideOf("left", () => verdict({}));
  const judgedBy = async (index: number, corpus: readonly Case[]): Promise<number> => {
    const { comparison } = await search(side, right, {
      control: "x",
      cases: [],
      runs: 0,
      shard: { index, count: 3 },
      shrinking: { smaller: () => [], sizeOf: () => 1 },
      corpus: { cases: corpus, keep: () => undefined },
    });
    return comparison.cases;
  };
  const corpus = casesOf(...Array.from({ length: 30 }, (_, n) => n));
  const grown = casesOf(...Array.from({ length: 60 }, (_, n) => n));
  const counts = await Promise.all([1, 2, 3].map((index) => judgedBy(index, corpus)));
  const later = await Promise.all([1, 2, 3].map((index) => judgedBy(index, grown)));
  expect(counts.reduce((sum, count) => sum + count)).toBe(30);
  expect(later.reduce((sum, count) => sum + count)).toBe(60);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});
