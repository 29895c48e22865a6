import { test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import type { Difference, MatrixRow, MutantOutcome, Outcome, Report } from "../../harness/model/index.ts";
import { formats } from "../../harness/report/index.ts";
import { compared, difference } from "./_compared.ts";
import { hostileReport } from "./_hostile.ts";
import { clean, everything, wrong } from "./_report.ts";

test("the comment has the counts of controls that are not clean, and each problem and finding to open", () => {
  const findings = everything.findings.slice(0, 1);
  const outcomes = everything.outcomes.slice(0, 3);
  expect(formats.markdown({ ...everything, outcomes, findings, problems: everything.problems.slice(0, 1) }, {})).toBe(
    `### ❌ \`assay test\`

1 finding, 1 problem, 1 passed, 1 skipped in 1.23 s.

| control | passed | failed | skipped | error |
|---|--:|--:|--:|--:|
| \`ports\` | 1 | 1 | 1 | 0 |
| the run | 0 | 0 | 0 | 1 |
| **all** | 1 | 1 | 1 | 1 |

<details>
<summary>❌ problem <code>bad-yaml</code>: <code>broken</code></summary>

- at: \`a.yaml:1:2\`
- what to do: \`mend it\`

</details>

<details>
<summary>❌ <code>ports</code> <code>host-port [cel]</code>: <code>expected a violation with \`hostPort\`, got \`host port (80)\`; expected code 403, got 422</code></summary>

- \`expected\`: \`\`deny; messages: \`hostPort\`; no warnings; audit: \`k: v\`; code 403\`\`
- \`got\`: \`\`deny; messages: \`host port (80) (ports)\`; warnings: \`<deprecated> & gone\`; audit: \`ports/seen: 80\`; code 422\`\`
- \`at\`: \`cases/ports/deny/host-port.yaml:3\`

</details>
`,
  );
});

const cell = { cases: 1, denied: 1, warned: 0 };
const matrix: readonly MatrixRow[] = [
  {
    control: "ports",
    engine: "cel",
    cells: [
      { ...cell, release: "1.30", state: "before" },
      { ...cell, release: "1.31", state: "holds" },
    ],
    changes: [],
  },
  {
    control: "ports",
    engine: "rego",
    cells: [
      { ...cell, release: "1.30", state: "fails" },
      { ...cell, release: "1.31", state: "unchecked" },
    ],
    changes: ["1.31"],
  },
];
const slip = {
  control: "ports",
  engine: "rego",
  operator: "negate",
  place: { path: "rego/ports/policy.rego", line: 4 },
  original: "port.hostPort > 0",
  replacement: "port.hostPort >= 0",
} as const;
const mutants: readonly MutantOutcome[] = [
  { ...slip, engine: "cel", status: "killed" },
  { ...slip, status: "killed" },
  { ...slip, status: "survived", difference },
  { ...slip, status: "equivalent" },
];

test("a clean run is one table, and a difference has its smallest request as YAML", () => {
  expect(formats.markdown(clean, {})).toMatch(
    /^### ✅ `assay test`\n\nNo finding, 1 passed in 0\.02 s\.\n\n\| control/,
  );
  expect(formats.markdown(compared, {})).toContain("smallest request:\n\n```yaml\napiVersion: v1\nkind: Pod\n");
});

test("a comment that would be longer than GitHub takes is cut, and says what was cut", () => {
  const long = "x".repeat(1000);
  const comment = formats.markdown(many(100, long), {});
  expect(comment.length).toBeLessThanOrEqual(65_536);
  const [, short = ""] = /(\d+) shown without details\. The other formats have all of it\._\n$/.exec(comment) ?? [];
  const whole = comment.split("<details>").length - 1;
  expect(whole).toBeGreaterThan(10);
  expect(whole + Number(short)).toBe(100);
});

test("a comment of more findings than there are characters says how many are not shown", () => {
  const comment = formats.markdown(many(3000, "short"), {});
  expect(comment.length).toBeLessThanOrEqual(65_536);
  expect(comment).toMatch(/, \d+ not shown\. The other formats have all of it\._\n$/);
});

test("comparisons, releases and mutants are tables, what is not clean first and no longer than a comment can be", () => {
  const [comparison] = compared.comparisons ?? [];
  if (comparison === undefined) throw new Error("the fixture has a comparison");
  const clean = Array.from({ length: 40 }, (_, index) => ({ ...comparison, control: `clean-${index}`, causes: 0 }));
  const comment = formats.markdown(
    { ...compared, findings: [], comparisons: [...clean, comparison], matrix, mutants },
    {},
  );
  expect(tableOf(comment, "Comparisons").slice(0, 5)).toEqual([
    "|  | control | sides | came to |",
    "|---|---|---|---|",
    "| ❌ | `ports` | `rego ~ cel` | 1,000 agree, 2 differ, denied 2 ~ 0, 1 refused by the API server |",
    "| ❌ | `ports` | `cel` | `compiles 1.29..1.31; changes at 1.31` |",
    "| ✅ | `clean-0` | `rego ~ cel` | 1,000 agree, 2 differ, denied 2 ~ 0, 1 refused by the API server |",
  ]);
  expect(tableOf(comment, "Comparisons").at(-1)).toBe("|  | and 18 more, all ✅ |  |  |");
  expect(tableOf(comment, "Releases")).toEqual([
    "|  | control | engine | `1.30` | `1.31` | changes at |",
    "|---|---|---|---|---|---|",
    "| ❌ | `ports` | rego | ❌ | ? | `1.31` |",
    "| ✅ | `ports` | cel | · | ✅ |  |",
  ]);
  expect(tableOf(comment, "Mutants")).toEqual([
    "|  | control | engine | score | killed | survived | not told apart |",
    "|---|---|---|---|---|---|---|",
    "| ❌ | `ports` | rego | 50.0 % | 1 | 1 | 1 |",
    "| ✅ | `ports` | cel | 100.0 % | 1 | 0 | 0 |",
  ]);
});

test("a mutant that survived is shown with a case that notices it, and flips with the lines that changed", () => {
  const [first] = compared.comparisons ?? [];
  if (first === undefined) throw new Error("the fixture has a comparison");
  const change = { diff: "-old\n+new\n", rematched: 2, firstRematched: { case: "one", place: { path: "one.yaml" } } };
  const comment = formats.markdown({ ...clean, comparisons: [{ ...first, change }], mutants }, {});
  expect(comment).toContain(`<details>
<summary>lines of <code>ports</code> <code>rego ~ cel</code> that changed</summary>

- match changed: 2 requests let pass by both, by one unmatched, the first is \`\` case \`one\` \`\`

\`\`\`diff
-old
+new
\`\`\`

</details>`);
  expect(comment).toContain(`<details>
<summary>❌ mutant of <code>ports</code> survived: <code>negate [rego]</code> at <code>rego/ports/policy.rego:4</code></summary>

\`\`\`diff
- port.hostPort > 0
+ port.hostPort >= 0
\`\`\`

a case that notices it:

\`\`\`yaml
# Found by \`assay mutate\``);
});

/** User's texts at all places of a report that the tables and lists of changes and mutants have. */
const hostileRun = hostileReport.map((report): Report => {
  const { control, place } = report.outcomes[0] as Outcome;
  const [shown] = report.findings.filter((one): one is Difference => one.kind === "difference");
  const words = { operator: control, original: control, replacement: place.path, control, place } as const;
  const mutant = { ...words, engine: "rego", status: "survived", ...(shown && { difference: shown }) } as const;
  const change = { diff: control, rematched: 1, firstRematched: { case: control, place } };
  return { ...report, mutants: [mutant], comparisons: (report.comparisons ?? []).map((one) => ({ ...one, change })) };
});

property.prop([hostileRun])(
  "every text of a user is code: what is outside of it is the same for all reports",
  (report) => {
    const outside = withoutCode(formats.markdown(report, {}));
    expect(outside.match(/<(?!\/?(?:details|summary)>)/g)).toBeNull();
    expect(outside).not.toMatch(/hostile|@/u);
    expect(outside.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(14);
    expect(outside.match(/<details>/g)).toHaveLength(7);
    expect(outside.match(/<\/details>/g)).toHaveLength(7);
  },
);

/** The rows under a heading. */
function tableOf(comment: string, heading: string): readonly string[] {
  const [, after = ""] = comment.split(`#### ${heading}\n\n`);
  return (after.split("\n\n")[0] ?? "").trimEnd().split("\n");
}

/** What is left of Markdown without blocks of code, code spans, and code in HTML. */
function withoutCode(text: string): string {
  return text
    .replaceAll(/^(`{3,})\w*\n[\s\S]*?\n\1$/gmu, "")
    .replaceAll(/<code>[^<]*<\/code>/gu, "")
    .replaceAll(/(?<!`)(`+)(?!`)(?:(?!\n\n)[\s\S])*?(?<!`)\1(?!`)/gu, "");
}

function many(count: number, sentence: string): Report {
  const findings = Array.from({ length: count }, (_, index) => ({
    ...wrong,
    case: `case ${index}`,
    differences: [sentence],
  }));
  return { ...clean, findings };
}
