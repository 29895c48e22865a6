/** Says for people what js-yaml says of a text at an offset. */
export function yamlWords(reason: string, text: string, at: number): string {
  const [before, line] = linesAt(text, at);
  if ([before, line].some((each) => /^(?:<{7}|={7}|>{7})(?: |$)/.test(each)))
    return "there are conflict markers of git: resolve the conflict";
  const words = plainWords(reason, text[at] ?? "");
  return line.includes("{{") ? `${words}; a template must be rendered first` : words;
}

function plainWords(reason: string, character: string): string {
  if (reason.startsWith("bad indentation")) return misplaced(character);
  if (reason.startsWith("unexpected end of the")) return "it ends inside brackets or quotes";
  const tag = /^unknown \w+ tag !<(.*)>$/.exec(reason)?.[1];
  if (tag !== undefined) return `the tag \`${tag}\` is unknown`;
  const type = /^cannot resolve a node with !<tag:yaml.org,2002:(\w+)> explicit tag$/.exec(reason)?.[1];
  if (type !== undefined) return `this value is no \`!!${type}\``;
  if (reason === "the stream contains non-printable characters")
    return `the control character ${codeOf(character)} is not allowed`;
  return sentences[reason] ?? reason;
}

const sentences: Readonly<Record<string, string>> = {
  "can not read a block mapping entry; a multiline key may not be an implicit key":
    "before this place there is a key without `:`",
  "expected ':' after a mapping key": "before this place there is a key without `:`",
  "missed comma between flow collection entries": "`,` or a closing bracket is missing here",
  "expected the node content, but found ','": "there is nothing between two commas",
  "end of the stream or a document separator is expected":
    "the document has ended, and something follows it: put `---` between documents",
  "directives end mark is expected": "kubectl reads no directives such as `%YAML`: remove the line",
  "a whitespace character is expected after the key-value separator within a block mapping":
    "a blank is missing behind `:`",
  "null byte is not allowed in input": "there is a NUL byte",
  "expected valid JSON character": "there is a control character inside quotes",
  "unknown escape sequence": "there is no such escape sequence in quotes: write `\\\\` for a backslash",
  "cannot merge mappings; the provided source object is unacceptable": "`<<` takes a mapping or a list of mappings",
};

/** js-yaml speaks of indentation wherever a line goes on after it could have ended. */
function misplaced(character: string): string {
  if (character === ":")
    return "`:` follows a complete value: put the value in quotes, or correct the indentation of this line";
  if (character === "`") return "a value cannot begin with a backtick: put it in quotes";
  if (/^[@%\]},|>&*!]$/.test(character)) return `a value cannot begin with \`${character}\`: put it in quotes`;
  return "the indentation of this line does not fit the lines above it";
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The line that an offset lies in, and the one above. */
function linesAt(text: string, at: number): readonly [before: string, line: string] {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  const before = start === 0 ? "" : text.slice(text.lastIndexOf("\n", start - 2) + 1, start - 1);
  return [before, text.slice(start, end === -1 ? text.length : end)];
}
