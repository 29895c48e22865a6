/** A module that was broken in one way. */
export interface BrokenModule {
  readonly how: string;
  readonly text: string;
}

/** Copies of a module, formatted as OPA formats it, each broken in one way. */
export function brokenModules(text: string): readonly BrokenModule[] {
  const rules = rulesOf(text);
  const kinds = [...new Set(rules.map(({ kind }) => kind))];
  const dropped = kinds.flatMap((kind) => {
    const own = rules.filter((rule) => rule.kind === kind);
    return own.map(({ from, to }, index) => ({
      how: `${kind}${own.length === 1 ? "" : ` ${index + 1} of ${own.length}`} dropped`,
      text: `${without(text, from, to)}\n${kind} contains "never" if false\n`,
    }));
  });
  const always = [...new Set(["deny", ...kinds])].map((kind) => ({
    how: kind === "deny" ? "everything denied" : "everything warned of",
    text: `${text}\n${kind} contains "broken" if true\n`,
  }));
  return [...dropped, ...always];
}

// --- internal ---

interface Rule {
  readonly kind: string;
  /** Lines of the text, the second one past its end. */
  readonly from: number;
  readonly to: number;
}

/** Rules that deny or warn begin at the first column; what follows is theirs until a line begins there with anything but a closing bracket. */
function rulesOf(text: string): readonly Rule[] {
  const lines = text.split("\n");
  return lines.flatMap((line, from) => {
    const kind = /^(deny|warn|violation|response)\b/.exec(line)?.[1];
    if (kind === undefined) return [];
    const length = lines.slice(from + 1).findIndex((next) => !/^[\t }\])]/.test(next) && next !== "");
    return [{ kind, from, to: length === -1 ? lines.length : from + 1 + length }];
  });
}

function without(text: string, from: number, to: number): string {
  const lines = text.split("\n");
  return [...lines.slice(0, from), ...lines.slice(to)].join("\n");
}
