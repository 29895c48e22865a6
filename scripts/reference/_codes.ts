/** The codes that `harness/model/errors.ts` declares with what each means, as a Markdown table. Throws where a code has no comment. */
export function errorCodeTable(source: string): string {
  const declared = [...source.matchAll(/^ {2}\| "([^"]+)"/gm)].map(([, code]) => code);
  const explained = [...source.matchAll(/^ {2}\| "([^"]+)";? \/\/ (.+)$/gm)];
  const bare = declared.filter((code) => !explained.some(([, known]) => known === code));
  if (declared.length === 0 || bare.length > 0)
    throw new Error(`Every code of ErrorCode needs a comment behind it; these have none: ${bare.join(", ")}.`);
  return [
    "| code | what is wrong |",
    "|---|---|",
    ...explained.map(([, code, words]) => `| \`${code}\` | ${words} |`),
  ].join("\n");
}

/** The exit codes that a description such as `0 clean, 1 findings.` names, as a Markdown table. Throws where it names none. */
export function exitCodeTable(description: string): string {
  const named = [...description.matchAll(/(\d) (.+?)(?=, \d|\.$)/g)];
  if (named.length === 0) throw new Error(`No exit code is in \`${description}\`.`);
  return ["| exit code | meaning |", "|---|---|", ...named.map(([, code, words]) => `| ${code} | ${words} |`)].join(
    "\n",
  );
}
