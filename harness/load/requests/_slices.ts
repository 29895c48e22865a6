/** Part of a JSON text. */
export interface Slice {
  readonly text: string;
  /** Offset in the text that it was taken from. */
  readonly start: number;
}

/** The JSON values that follow each other in a text; `undefined` where it ends inside one. What is between brackets is not looked at. */
export function valuesIn(text: string): readonly Slice[] | undefined {
  const values: Slice[] = [];
  for (let at = skipBlanks(text, 0); at < text.length; at = skipBlanks(text, at)) {
    const end = endOfValue(text, at);
    if (end === undefined) return undefined;
    values.push({ text: text.slice(at, end), start: at });
    at = end;
  }
  return values;
}

/** The value of a key of an object that is JSON; of a key that occurs twice the last, as readers of JSON take it. */
export function memberOf(object: string, key: string): Slice | undefined {
  let found: Slice | undefined;
  let at = skipBlanks(object, skipBlanks(object, 0) + 1);
  while (object[at] === '"') {
    const endOfKey = endOfString(object, at) ?? object.length;
    const start = skipBlanks(object, skipBlanks(object, endOfKey) + 1);
    const end = endOfValue(object, start) ?? object.length;
    if (JSON.parse(object.slice(at, endOfKey)) === key) found = { text: object.slice(start, end), start };
    at = afterComma(object, end);
  }
  return found;
}

/** The items of an array that is JSON. */
export function itemsOf(array: string): readonly Slice[] {
  const items: Slice[] = [];
  let at = skipBlanks(array, skipBlanks(array, 0) + 1);
  while (at < array.length && array[at] !== "]") {
    const end = endOfValue(array, at) ?? array.length;
    items.push({ text: array.slice(at, end), start: at });
    at = afterComma(array, end);
  }
  return items;
}

// --- internal ---

function afterComma(text: string, end: number): number {
  const at = skipBlanks(text, end);
  return text[at] === "," ? skipBlanks(text, at + 1) : at;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\r\n".includes(text[at] as string)) at++;
  return at;
}

function endOfValue(text: string, start: number): number | undefined {
  if (text[start] === '"') return endOfString(text, start);
  if (text[start] === "{" || text[start] === "[") return endOfBrackets(text, start);
  const end = text.slice(start, start + longestScalar).search(/[\s,\]}]/);
  return end === -1 ? Math.min(text.length, start + longestScalar) : start + Math.max(1, end);
}

/** Of numbers, true, false and null. */
const longestScalar = 1000;

function endOfString(text: string, start: number): number | undefined {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
  return undefined;
}

function endOfBrackets(text: string, start: number): number | undefined {
  const marks = /["{}[\]]/g;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    if (mark[0] === '"') {
      const end = endOfString(text, mark.index);
      if (end === undefined) return undefined;
      marks.lastIndex = end;
    } else {
      depth += mark[0] === "{" || mark[0] === "[" ? 1 : -1;
      if (depth === 0) return mark.index + 1;
    }
  }
  return undefined;
}
