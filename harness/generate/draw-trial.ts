import type { Arbitrary } from "fast-check";
import type { Trial } from "../model/index.ts";
import { seeded } from "./_seeded.ts";

/** The trial of that index in the stream of that seed: it hangs on nothing else, so any shard draws it alone. */
export function drawTrial(arbitrary: Arbitrary<Trial>, seed: number, index: number): Trial {
  return arbitrary.generate(seeded(seed, index), undefined).value;
}
