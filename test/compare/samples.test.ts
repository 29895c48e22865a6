import fc from "fast-check";
import { expect, test } from "vitest";
import { chosenOf, type Limits, openSampling } from "../../harness/compare/_samples.ts";
import type { Difference, Sample } from "../../harness/model/index.ts";

/** A difference with what shrinking it would give. */
interface Found {
  readonly look: string;
  readonly cause: string;
  readonly listed: boolean;
}

const limits: fc.Arbitrary<Limits> = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 12 }))
  .map(([ofOneLook, more, inAll]) => ({ ofOneLook, knownOfOneLook: ofOneLook + more, inAll }));
const found: fc.Arbitrary<Found> = fc.record({
  look: fc.constantFrom("p", "q", "r", "s", "t"),
  cause: fc.constantFrom("known", "one", "two"),
  listed: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
});
/** Several that one shard meets one after the other. */
const alike = fc.record({ times: fc.integer({ min: 1, max: 6 }), shard: fc.integer({ min: 1, max: 3 }), one: found });
const reasons = new Map([["known", "it is meant"]]);

/** What a run shrinks of what it meets, in order. */
function shrunk(met: readonly (Found & { readonly position: number })[], by: Limits): readonly Sample[] {
  const sampling = openSampling(by);
  return met.flatMap(({ look, cause, listed, position }) => {
    if (!sampling.wants(look, listed)) return [];
    sampling.took(look, reasons.has(cause));
    return [{ position, listed, difference: { look, cause } as Difference }];
  });
}

test("whatever a run would shrink, its shards shrink too, and what they shrink beyond that is left out", () => {
  let fewer = 0;
  fc.assert(
    fc.property(fc.array(alike, { maxLength: 12 }), limits, (blocks, by) => {
      const all = blocks.flatMap(({ times, shard, one }) => Array.from({ length: times }, () => ({ ...one, shard })));
      const met = all.map((one, position) => ({ ...one, position }));
      const shards = [...Map.groupBy(met, ({ shard }) => shard).values()].flatMap((own) => shrunk(own, by));
      const whole = shrunk(met, by);
      const inOrder = shards.toSorted((one, other) => one.position - other.position);
      expect(chosenOf(inOrder, reasons, by)).toEqual(whole);
      fewer += Number(whole.length < shards.length && whole.length < met.length);
    }),
    { numRuns: 5000 },
  );
  expect(fewer).toBeGreaterThan(500);
});
