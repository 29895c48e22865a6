import type { Random } from "fast-check";

/** Draws from one source of randomness. */
export interface Dice {
  /** 0 to `count` - 1. */
  below(count: number): number;
  chance(probability: number): boolean;
  one<T>(items: readonly T[]): T;
}

export function diceOf(random: Pick<Random, "nextInt">): Dice {
  return {
    below: (count) => random.nextInt(0, count - 1),
    chance: (probability) => random.nextInt(0, precision - 1) < probability * precision,
    one: (items) => items[items.length === 1 ? 0 : random.nextInt(0, items.length - 1)] as never,
  };
}

// --- internal ---

const precision = 1 << 16;
