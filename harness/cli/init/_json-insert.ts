/**
 * Adds members to an object of a JSON text and leaves every other character as it is. `path` leads to the object; where it is not there, it is
 * added too. Members that are there already are kept. `sorted` puts each where the alphabet has it, as npm does with dependencies.
 */
export function insertMembers(
  text: string,
  path: readonly string[],
  members: Readonly<Record<string, string>>,
  { sorted = false }: { readonly sorted?: boolean } = {},
): string {
  return Object.entries(members).reduce(
    (before, [key, value]) => insertMember(before, [...path, key], { value, sorted }),
    text,
  );
}

// --- internal ---

interface Inserted {
  readonly value: string;
  readonly sorted: boolean;
}

/** One member of an object, by offsets in the text: from its key's quote to behind its value. */
interface Member {
  readonly key: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

function insertMember(text: string, path: readonly string[], inserted: Inserted): string {
  const style = styleOf(text);
  let at = text.indexOf("{");
  for (const [depth, key] of path.entries()) {
    const members = membersOf(text, at);
    const known = members.find((member) => member.key === key);
    if (known === undefined) {
      const own = depth === path.length - 1;
      const value = own ? JSON.stringify(inserted.value) : nested(path.slice(depth + 1), inserted.value, style, depth);
      return put(text, { at, members, depth, member: `${JSON.stringify(key)}: ${value}`, key }, own && inserted.sorted);
    }
    at = known.valueStart;
  }
  return text;
}

interface Putting {
  /** Offset of the object's brace. */
  readonly at: number;
  readonly members: readonly Member[];
  readonly depth: number;
  readonly key: string;
  readonly member: string;
}

function put(text: string, { at, members, depth, key, member }: Putting, sorted: boolean): string {
  const { newline, indent } = styleOf(text);
  const line = `${newline}${indent.repeat(depth + 1)}`;
  const behind = sorted ? members.find((other) => other.key > key) : undefined;
  if (behind !== undefined) return splice(text, behind.start, behind.start, `${member},${line}`);
  const last = members.at(-1);
  if (last !== undefined) return splice(text, last.end, last.end, `,${line}${member}`);
  return splice(text, at + 1, text.indexOf("}", at), `${line}${member}${newline}${indent.repeat(depth)}`);
}

function nested(keys: readonly string[], value: string, { newline, indent }: Style, depth: number): string {
  const [key, ...rest] = keys;
  if (key === undefined) return JSON.stringify(value);
  const inner = nested(rest, value, { newline, indent }, depth + 1);
  const line = (level: number): string => `${newline}${indent.repeat(level)}`;
  return `{${line(depth + 2)}${JSON.stringify(key)}: ${inner}${line(depth + 1)}}`;
}

interface Style {
  readonly newline: string;
  readonly indent: string;
}

function styleOf(text: string): Style {
  return {
    newline: text.includes("\r\n") ? "\r\n" : "\n",
    indent: /^\{\s*?\n([ \t]+)"/.exec(text.trimStart())?.[1] ?? "  ",
  };
}

function membersOf(text: string, open: number): readonly Member[] {
  const members: Member[] = [];
  let at = skipBlank(text, open + 1);
  while (text[at] === '"') {
    const keyEnd = endOfValue(text, at);
    const valueStart = skipBlank(text, skipBlank(text, keyEnd) + 1);
    const end = endOfValue(text, valueStart);
    members.push({ key: JSON.parse(text.slice(at, keyEnd)) as string, start: at, valueStart, end });
    const next = skipBlank(text, end);
    at = text[next] === "," ? skipBlank(text, next + 1) : next;
  }
  return members;
}

/** Offset behind a string, number, word, list or object of valid JSON. */
function endOfValue(text: string, start: number): number {
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]|[^\s{}[\],:"]+/gy;
  let depth = 0;
  for (let at = start; at < text.length; ) {
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    if (found === undefined) {
      at++;
      continue;
    }
    at += found.length;
    if (found === "{" || found === "[") depth++;
    if (found === "}" || found === "]") depth--;
    if (depth === 0) return at;
  }
  return text.length;
}

function skipBlank(text: string, at: number): number {
  const blank = /\s*/y;
  blank.lastIndex = at;
  return at + (blank.exec(text)?.[0].length ?? 0);
}

function splice(text: string, from: number, to: number, put: string): string {
  return text.slice(0, from) + put + text.slice(to);
}
