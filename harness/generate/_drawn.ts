import { Arbitrary, type Random, type Stream, stream, Value } from "fast-check";
import { type Dice, diceOf } from "./_dice.ts";

/** An arbitrary that draws as it is told, and shrinks any value, drawn or not. */
export class Drawn<T extends object> extends Arbitrary<T> {
  readonly #draw: (dice: Dice) => T;
  readonly #smaller: (value: T) => IterableIterator<T>;

  constructor(draw: (dice: Dice) => T, smaller: (value: T) => IterableIterator<T>) {
    super();
    this.#draw = draw;
    this.#smaller = smaller;
  }

  override generate(random: Random): Value<T> {
    return new Value(this.#draw(diceOf(random)), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return typeof value === "object" && value !== null;
  }

  override shrink(value: T): Stream<Value<T>> {
    return stream(this.#smaller(value)).map((one) => new Value(one, undefined));
  }
}
