import { sample, stringMatching } from "fast-check";

/** So many texts at most are made for one pattern. */
export const samplesOfPattern = 24;

/** Texts that match the pattern as a whole. None where JavaScript does not know the pattern. */
export function matching(pattern: string): readonly string[] {
  const texts = known.get(pattern) ?? textsOf(pattern);
  known.set(pattern, texts);
  return texts;
}

// --- internal ---

const longest = 120;
const known = new Map<string, readonly string[]>();

function textsOf(pattern: string): readonly string[] {
  try {
    const regular = new RegExp(`^(?:${pattern})$`);
    const texts = sample(stringMatching(regular, { maxLength: longest }), { numRuns: samplesOfPattern, seed: 1 });
    return texts.map((text) => text.replaceAll(/[^!-~]/g, "a")).filter((text) => regular.test(text));
  } catch {
    return [];
  }
}
