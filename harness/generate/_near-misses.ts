/** Texts that look like the text and are not: what a policy that compares too loosely, or too strictly, takes for it. */
export function nearMisses(text: string): readonly string[] {
  const misses = [
    text.toUpperCase(),
    text.toLowerCase(),
    swapFirst(text),
    text.slice(0, -1),
    text.slice(1),
    `${text}x`,
    `x${text}`,
    `${text}-x`,
    ...atEnd(text, "/"),
    ...atEnd(text, "."),
    `${text}a/b`,
    ...parted(text),
    ...numbered(text),
  ];
  return [...new Set(misses)].filter((miss) => miss !== text);
}

/** The number and those next to it. */
export function around(number: number): readonly number[] {
  return Number.isInteger(number) ? [number - 1, number, number + 1] : [Math.floor(number), number, Math.ceil(number)];
}

// --- internal ---

function swapFirst(text: string): string {
  const first = text.slice(0, 1);
  return (first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()) + text.slice(1);
}

function atEnd(text: string, end: string): readonly string[] {
  return text.endsWith(end) ? [text.slice(0, -1)] : [text + end];
}

/** The parts of a text with separators, and the text with others. */
function parted(text: string): readonly string[] {
  const misses: string[] = [];
  if (text.includes(".")) misses.push(text.replaceAll(".", "/"), text.replace(".", ""), text.replace(".", "x"));
  if (text.includes("/"))
    misses.push(text.slice(0, text.indexOf("/")), text.slice(text.indexOf("/") + 1), text.replaceAll("/", "."));
  if (text.includes("-")) misses.push(...text.split("-"), text.replaceAll("-", ""));
  if (text.includes("_")) misses.push(`CAP_${text}`, text.replaceAll("_", "-"));
  if (text.startsWith("CAP_")) misses.push(text.slice("CAP_".length));
  return misses;
}

/** The text with the numbers next to its last one. */
function numbered(text: string): readonly string[] {
  const [, before = "", number = "", after = ""] = /^(.*?)(\d{1,9})(\D*)$/.exec(text) ?? [];
  return number === "" ? [] : around(Number(number)).map((one) => `${before}${one}${after}`);
}
