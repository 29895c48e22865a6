/** A description's parts by their names: `Summary: …`, `Denies: …`. What follows a name on indented lines is its. */
export function sectionsOf(text: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  let name: string | undefined;
  for (const line of text.split("\n")) {
    const [, found, rest = ""] = /^([A-Z][A-Za-z]+): *(.*)$/.exec(line) ?? [];
    if (found !== undefined) name = found;
    if (name === undefined) continue;
    sections.set(
      name,
      [sections.get(name), found === undefined ? line : rest].join(" ").replaceAll(/\s+/g, " ").trim(),
    );
  }
  return sections;
}

/** The comment that a YAML file begins with, line by line. */
export function headerOf(text: string): string {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("#"));
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .map((line) => line.replace(/^# ?/, ""))
    .join("\n");
}
