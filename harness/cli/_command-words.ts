import { AssayError } from "../model/index.ts";

/**
 * The words of a command: what blanks part, with blanks only between quotes. Nothing else has a meaning, as no shell is asked.
 * @throws an AssayError for a quote that is not closed, and for no word
 */
export function commandWords(text: string): readonly string[] {
  const words = [...text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"),
  );
  const unquoted = text.replaceAll(/"[^"]*"|'[^']*'/g, "");
  if (/["']/.test(unquoted)) throw new AssayError("bad-usage", `\`command:${text}\`: a quote is not closed`);
  if ((words[0] ?? "") === "") throw new AssayError("bad-usage", `\`command:${text}\` names no program`);
  return words;
}
