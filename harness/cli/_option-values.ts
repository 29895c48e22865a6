import { InvalidArgumentError } from "commander";

/** A list with commas, which may be repeated. */
export function list(value: string, before: readonly string[] | undefined): readonly string[] {
  const items = value.split(",").map((item) => item.trim());
  if (items.includes("")) throw new InvalidArgumentError("It is empty.");
  return [...(before ?? []), ...items];
}

/** An option that may be repeated. */
export function each(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), filled(value)];
}

/** Text that is not empty. */
export function filled(value: string): string {
  if (value.trim() === "") throw new InvalidArgumentError("It is empty.");
  return value;
}

/** A list of known names. */
export function oneOf<const T extends string>(
  known: readonly T[],
): (value: string, before: readonly T[] | undefined) => readonly T[] {
  return (value, before) =>
    list(value, before).map((item) => {
      const match = known.find((name) => name === item);
      if (match === undefined) throw new InvalidArgumentError(`\`${item}\` is none of ${known.join(", ")}.`);
      return match;
    });
}

/** Releases of Kubernetes, each once and the oldest first: 1.31, a list or a range such as 1.30..1.37. */
export function releases(value: string): readonly string[] {
  const minors = list(value, undefined).flatMap((item) => {
    const [, from, to = from] = /^1\.(\d{1,3})(?:\.\.1\.(\d{1,3}))?$/.exec(item) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (from === undefined || first > last)
      throw new InvalidArgumentError("It must look like 1.31, 1.30,1.34 or 1.30..1.37.");
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  return [...new Set(minors)].sort((left, right) => left - right).map((minor) => `1.${minor}`);
}

/** One release of Kubernetes. */
export function release(value: string): string {
  if (!/^1\.\d{1,3}$/.test(value)) throw new InvalidArgumentError("It must look like 1.31.");
  return value;
}

const most = 2 ** 31 - 1;

/** A whole number; underscores may group its digits. */
export function count(value: string): number {
  const number = Number(value.replaceAll("_", ""));
  if (!/^\d[\d_]*$/.test(value) || number > most)
    throw new InvalidArgumentError(`It must be a whole number, at most ${most}.`);
  return number;
}

/** A number from 0 to 100. */
export function percent(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !(number >= 0 && number <= 100))
    throw new InvalidArgumentError("It must be a number from 0 to 100.");
  return number;
}

/** A day. Timers of more than three weeks end at once. */
const longest = 86_400;

/** A number of seconds. */
export function seconds(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !(number > 0 && number <= longest))
    throw new InvalidArgumentError(`It must be a number of seconds above 0, at most ${longest}.`);
  return number;
}

/** One of n equal shares, such as 2/4. */
export function shard(value: string): { readonly index: number; readonly count: number } {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(value)?.map(Number) ?? [];
  if (index === undefined || count === undefined || index < 1 || index > count) {
    throw new InvalidArgumentError("It must look like 2/4: the second of four shares.");
  }
  return { index, count };
}
