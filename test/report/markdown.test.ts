import { test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import type { Report } from "../../harness/model/index.ts";
import { formats } from "../../harness/report/index.ts";
import { compared } from "./_compared.ts";
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

property.prop([hostileReport])(
  "every text of a user is code: what is outside of it is the same for all reports",
  (report) => {
    const outside = withoutCode(formats.markdown(report, {}));
    expect(outside.match(/<(?!\/?(?:details|summary)>)/g)).toBeNull();
    expect(outside).not.toMatch(/hostile|@/u);
    expect(outside.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(5);
    expect(outside.match(/<details>/g)).toHaveLength(5);
    expect(outside.match(/<\/details>/g)).toHaveLength(5);
  },
);

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
