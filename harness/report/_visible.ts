/** In characters. */
const longestLine = 2000;

/** Keeps text of users and engines from steering the terminal: control characters are shown, line breaks are indented. */
export function visible(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(
      /[[\p{Cc}\p{Bidi_C}]--\n]/gv,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    )
    .split("\n")
    .map(shortened)
    .join("\n      ");
}

/** Text of several lines, each indented. */
export function visibleBlock(text: string, indent: string): readonly string[] {
  return text.split("\n").map((line) => `${indent}${visible(line)}`);
}

/** An engine may quote a whole file in one line; the formats for machines keep all of it. */
function shortened(line: string): string {
  return line.length <= longestLine
    ? line.trimEnd()
    : `${line.slice(0, longestLine).trimEnd()}… (${line.length - longestLine} more characters)`;
}
