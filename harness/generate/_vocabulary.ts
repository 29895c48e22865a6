import type { Json, Reads, Schema } from "../model/index.ts";
import type { NumberForm, TextForm } from "./_form.ts";
import { matching, samplesOfPattern } from "./_matching.ts";
import { around, nearMisses } from "./_near-misses.ts";

/** Values to choose from, one group as likely as its weight says. */
export interface Group {
  readonly weight: number;
  readonly values: readonly Json[];
}

/** What the policies compare with, as far as it fits a form. */
export interface Vocabulary {
  textsOf(form: TextForm): readonly Group[];
  numbersOf(form: NumberForm): readonly Group[];
  /** Texts that are keys of maps. */
  readonly keys: readonly string[];
  /** Other texts of theirs. */
  readonly words: readonly string[];
  /** Keys that begin with a text of theirs. */
  readonly longerKeys: readonly string[];
}

export function vocabularyOf({ strings, numbers, patterns }: Reads, schema: Schema): Vocabulary {
  const words = strings.filter((text) => text.length <= longest && !isSentence(text));
  const own = ownWords(words, schema);
  const misses = [...new Set(own.flatMap(nearMisses))].filter((miss) => !words.includes(miss));
  const keys = words.filter((word) => keyLike.test(word));
  const matches = [...new Set(patterns.flatMap(matching))];
  const mismatches = [...new Set(matches.slice(0, samplesOfPattern).flatMap(nearMisses))];
  const all = [...new Set(numbers.filter((number) => Number.isSafeInteger(number)).flatMap(around))];
  const known = new Map<TextForm, readonly Group[]>();
  const make = (form: TextForm): readonly Group[] => {
    const fits = (text: string): boolean => form.texts.includes(text) || form.fits?.test(text) === true;
    return groups([
      { weight: 5, values: words.filter((word) => form.texts.includes(word)) },
      { weight: 5, values: own.filter(fits) },
      { weight: 3, values: misses.filter(fits) },
      { weight: 3, values: matches.filter(fits) },
      { weight: 2, values: mismatches.filter(fits) },
    ]);
  };
  return {
    textsOf: (form) => {
      const found = known.get(form) ?? make(form);
      known.set(form, found);
      return found;
    },
    numbersOf: ({ least, most }) => groups([{ weight: 8, values: all.filter((one) => one >= least && one <= most) }]),
    words: own,
    keys: keys.filter((key) => !key.endsWith("/")),
    longerKeys: [...new Set(keys.filter((key) => key.endsWith("/")).flatMap((key) => completed(key, own)))],
  };
}

/** The texts that are no names of fields and kinds. */
export function ownWords(texts: readonly string[], { definitions, kinds }: Schema): readonly string[] {
  const names = new Set(Object.values(definitions).flatMap(({ properties = {} }) => Object.keys(properties)));
  for (const { kind, group } of kinds) names.add(kind).add(group);
  return texts.filter((text) => text !== "" && !names.has(text));
}

// --- internal ---

const keyLike = /^[a-z0-9][-a-z0-9.]*\.[-a-z0-9.]*\/[-A-Za-z0-9_.]*$/;
const mostNames = 12;

/**
 * A key that ends with a slash needs a name after it: that of a container, as annotations for containers have it, or what else the policy
 * may put there.
 */
function completed(key: string, words: readonly string[]): readonly string[] {
  const names = words.filter((word) => /^[a-z][-a-z]{1,30}$/.test(word)).slice(0, mostNames);
  return ["app", "a", ...names].map((name) => key + name);
}

const longest = 120;

function groups(all: readonly Group[]): readonly Group[] {
  return all.filter(({ values }) => values.length > 0);
}

/** What is meant to be read by people. */
function isSentence(text: string): boolean {
  return (text.match(/ /g) ?? []).length > 1 || /%[sdvq]|["\n]|^[\s,;:)]|[\s(]$/.test(text);
}
