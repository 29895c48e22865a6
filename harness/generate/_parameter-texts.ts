import type { Dice } from "./_dice.ts";
import { matching } from "./_matching.ts";
import { around, nearMisses } from "./_near-misses.ts";
import { formatNamed } from "./_parameter-formats.ts";
import { alikeTo, type Leaf } from "./_parameter-leaves.ts";
import type { ParameterNode } from "./_parameter-schema.ts";

/** Scalars that a parameter may have. */
export interface Offers {
  /** Of the object that the parameters are for. */
  readonly leaves: readonly Leaf[];
  /** What policies say, and no name of a field. */
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
}

/** Where a scalar is asked for. */
export interface Asked {
  readonly node: ParameterNode;
  readonly words: ReadonlySet<string>;
  /** What parameters in force have there. */
  readonly seen: readonly unknown[];
}

/** A text that may be meant there: what the object has, or what begins as it does; what is in force; what policies say. */
export function offeredText(offers: Offers, { node, words, seen }: Asked, dice: Dice): string {
  const known = seen.filter((one) => typeof one === "string");
  const alike = alikeTo(words, offers.leaves).map(textOf);
  const focused = offers.leaves.filter(({ focus }) => focus).map(textOf);
  return oneOf(dice, [
    [4, alike, (text) => dice.one(derivedFrom(text))],
    [3, focused, (text) => dice.one(derivedFrom(text))],
    [3, known, (text) => text],
    [1, known, (text) => dice.one(nearMisses(text))],
    [1, known, (text) => continued(text, dice.one([...alike, ...focused, "a"]))],
    [1, alike, (text) => dice.one(nearMisses(text))],
    [3, offers.texts, (text) => text],
    [6, formatNamed(node.format)?.texts ?? [], (text) => text],
    [6, node.pattern === undefined ? [] : matching(node.pattern), (text) => text],
    [1, ["a", "", "*"], (text) => text],
  ]);
}

/** A number that may be meant there: one of the object or next to it, of what is in force, or of what policies say. */
export function offeredNumber(offers: Offers, { node, words, seen }: Asked, dice: Dice): number {
  const known = seen.filter((one) => typeof one === "number");
  const alike = numbersOf(alikeTo(words, offers.leaves));
  const near = (number: number): number => dice.one(around(number));
  const { minimum, maximum } = node;
  return oneOf(dice, [
    [4, alike, near],
    [3, numbersOf(offers.leaves.filter(({ focus }) => focus)), near],
    [3, known, (number) => number],
    [2, known, near],
    [2, offers.numbers, near],
    [1, [minimum, maximum].filter((bound) => bound !== undefined), near],
    [1, [0, 1, -1, 10], (number) => number],
  ]);
}

// --- internal ---

type Group<T> = readonly [weight: number, values: readonly T[], make: (value: T) => T];

/** A value of one of the groups that have any, each as likely as its weight says. */
function oneOf<T>(dice: Dice, groups: readonly Group<T>[]): T {
  const filled = groups.filter(([, values]) => values.length > 0);
  const [, values, make] = dice.one(filled.flatMap((group) => Array<Group<T>>(group[0]).fill(group)));
  return make(dice.one(values));
}

function textOf({ value }: Leaf): string {
  return String(value);
}

/** Numbers, and those that texts are or begin with: `80`, `100m`. */
function numbersOf(leaves: readonly Leaf[]): readonly number[] {
  return leaves.flatMap(({ value }) => {
    const number = typeof value === "number" ? value : Number(/^-?\d{1,9}/.exec(value)?.[0] ?? Number.NaN);
    return Number.isSafeInteger(number) ? [number] : [];
  });
}

/** The text, its beginnings up to a separator and within a word, its last part, and patterns that it matches. */
function derivedFrom(text: string): readonly string[] {
  const ends = [...text.matchAll(/[/:.@-]/g)].slice(0, 4).map(({ index }) => index);
  const beginnings = ends.flatMap((end) => [text.slice(0, end + 1), text.slice(0, end)]).filter((one) => one !== "");
  const last = text.slice((ends.at(-1) ?? -1) + 1);
  const first = beginnings[0] ?? text.slice(0, 1);
  const whole = [text, text, text, text];
  const parts = [...beginnings, ...beginnings, text.slice(0, -1), text.slice(0, -1), last];
  const globs = [text, ...beginnings].map((one) => `${one}*`);
  const odd = [`*${last}`, `${first}*${last}`, `${first}*${text.slice(first.length)}*`];
  return [...whole, ...parts, ...globs, ...odd, `^${escaped(text)}$`, `^${escaped(text)}`];
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** What is in force up to its last separator or star, and on with the other text. */
function continued(text: string, other: string): string {
  const end = Math.max(...["/", ":", "."].map((separator) => text.lastIndexOf(separator)));
  return text.endsWith("*") ? text.slice(0, -1) + other : text.slice(0, end + 1) + other;
}
