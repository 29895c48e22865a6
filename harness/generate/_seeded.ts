import { Random } from "fast-check";

/** Randomness that hangs on seed and index alone: no other index has to be drawn first. */
export function seeded(seed: number, index: number): Random {
  return new Random(generator([mixed(seed, 1), mixed(index, 2), mixed(seed ^ index, 3), 1]));
}

// --- internal ---

const roundsToForgetSeed = 12;

interface Generator {
  next(): number;
  clone(): Generator;
  getState(): readonly number[];
}

/** The generator sfc32, of which every state gives a long period. */
function generator(state: [number, number, number, number], rounds: number = roundsToForgetSeed): Generator {
  let [a, b, c, counter] = state;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum;
  };
  for (let round = 0; round < rounds; round += 1) next();
  return { next, clone: () => generator([a, b, c, counter], 0), getState: () => [a, b, c, counter] };
}

/** Numbers that are close come far apart. The upper half of a large one counts too. */
function mixed(number: number, salt: number): number {
  let bits = number ^ Math.imul(Math.floor(number / 2 ** 32), 0x27d4eb2f) ^ Math.imul(salt, 0x9e3779b9);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
