import { describe, expect, it } from "vitest";
import { drawTrial, trials } from "../../harness/generate/index.ts";
import { smallSchema } from "./_schema.ts";

const arbitrary = trials({ schema: smallSchema });

function texts(seed: number, indexes: readonly number[]): readonly string[] {
  return indexes.map((index) => JSON.stringify(drawTrial(arbitrary, seed, index)));
}

const all = Array.from({ length: 60 }, (_, index) => index);

describe("drawTrial", () => {
  it("draws the same at an index whatever was drawn before", () => {
    expect(texts(7, all.toReversed()).toReversed()).toEqual(texts(7, all));
  });

  it("draws in shards what one run draws", () => {
    const shards = [0, 1, 2].map((shard) =>
      texts(
        7,
        all.filter((index) => index % 3 === shard),
      ),
    );
    expect(all.map((index) => shards[index % 3]?.[Math.floor(index / 3)])).toEqual(texts(7, all));
  });

  it("draws the same with options that are equal", () => {
    const other = trials({ schema: structuredClone(smallSchema) });
    expect(JSON.stringify(drawTrial(other, 7, 3))).toBe(JSON.stringify(drawTrial(arbitrary, 7, 3)));
  });

  it("draws others with another seed, and at every index anew", () => {
    expect(texts(7, all)).not.toEqual(texts(8, all));
    expect(new Set(texts(7, all)).size).toBeGreaterThan(50);
  });

  it("takes seeds and indexes of any size", () => {
    const seeds = [0, -1, 2 ** 31, 2 ** 40, 2 ** 40 + 2 ** 33];
    const near = seeds.map((seed) => texts(seed, all).join());
    const far = seeds.map((seed) =>
      texts(
        seed,
        all.map((index) => 2 ** 35 + index),
      ).join(),
    );
    expect(new Set([...near, ...far]).size).toBe(10);
  });
});
