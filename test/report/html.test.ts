import { test as property } from "@fast-check/vitest";
import { HtmlValidate } from "html-validate";
import { expect, test } from "vitest";
import type { Report } from "../../harness/model/index.ts";
import { escapeHtml } from "../../harness/report/_html-text.ts";
import { formats } from "../../harness/report/index.ts";
import { compared, difference } from "./_compared.ts";
import { covered } from "./_covered.ts";
import { hostileReport, hostileText } from "./_hostile.ts";
import { clean, empty, everything } from "./_report.ts";

const validator = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: { "require-csp-nonce": "off" },
});

test("the page is valid HTML, whatever the report has or lacks", async () => {
  for (const report of [everything, compared, clean, empty, withAll])
    expect(await flawsOf(formats.html(report, {}))).toEqual([]);
});

property.prop([hostileReport], { numRuns: 20 })(
  "the page is valid HTML whatever the texts in it are, and none of them is markup",
  async (report) => {
    const page = formats.html(report, {});
    expect(await flawsOf(page)).toEqual([]);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.replaceAll(/="[^"]*"/g, "").match(/<[^>]*hostile/g)).toBeNull();
  },
);

property.prop([hostileText])("escaped text has nothing that begins or ends markup, and says the same", (text) => {
  const escaped = escapeHtml(text);
  expect(escaped).not.toMatch(/[<>"'`]|&(?!#\d+;)/u);
  const back = escaped.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  expect(back).toBe(text.toWellFormed().replaceAll(/[[\p{Cc}\p{Bidi_C}\ufffe\uffff]--[\t\n]]/gv, "\uFFFD"));
});

test("the page shows verdicts, smallest requests, problems, comparisons, the matrix and the counts", () => {
  const page = formats.html(withAll, {});
  for (const part of [
    "Findings (4)",
    "Problems (1)",
    "Comparisons",
    "Releases",
    "Counts",
    "Checks",
    "Coverage",
    "Mutants",
  ])
    expect(page).toContain(`>${part}</h2>`);
  expect(page).toContain("<dt>cel</dt><dd>allow</dd>");
  expect(page).toContain('aria-label="smallest request"><code>apiVersion: v1\nkind: Pod\n');
  expect(page).toContain(
    "<td>negate</td><td><code>rego/ports/policy.rego:9</code></td><td><code>x &#62; 0</code></td>",
  );
  expect(page).toContain('<th scope="col">1.31</th>');
  expect(page).toContain('<span class="badge not-served">not-served</span>');
  expect(page).toContain('<th scope="row">rego/ports/policy.rego</th><td>rego</td><td>ports</td>');
});

test("mutants have scores, and those that survived a case that notices them", () => {
  const page = formats.html(
    { ...withAll, mutants: (withAll.mutants ?? []).map((one) => ({ ...one, difference })) },
    {},
  );
  expect(page).toContain('<th scope="row">ports</th><td>rego</td><td>0.0\u00a0%</td><td>0</td><td>1</td><td>0</td>');
  expect(page).toContain("<del>- x &#62; 0</del>\n<ins>+ not x &#62; 0</ins>");
  expect(page).toContain('aria-label="a case that notices it"><code># Found by &#96;assay mutate&#96;');
});

test("many findings are closed, so that the page can be gone through", () => {
  const [finding] = everything.findings;
  if (finding === undefined) throw new Error("the fixture has a finding");
  const opened = (count: number): number =>
    formats.html({ ...clean, findings: Array.from({ length: count }, () => finding) }, {}).split(" open data-row")
      .length - 1;
  expect([opened(20), opened(21)]).toEqual([20, 0]);
});

test("what a property changed is shown as the lines that differ", () => {
  const trial = (ports: readonly number[]) =>
    ({ request: { operation: "CREATE", object: { json: { kind: "Pod", ports } } }, world: {} }) as const;
  const verdict = { decision: "allow", violations: [], warnings: [], audit: {} } as const;
  const broken = {
    kind: "broken-property",
    control: "ports",
    case: "property order-alike",
    property: "order-alike",
    engine: "rego",
    trial: trial([1, 2]),
    changed: trial([2, 1]),
    before: verdict,
    after: verdict,
    differences: ["other"],
    origin: { seed: 1, index: 2 },
  } as const;
  const page = formats.html({ ...clean, findings: [broken] }, {});
  expect(page).toMatch(/<del>- {3}- 1<\/del>\n {4}- 2\n<ins>\+ {3}- 1<\/ins>/);
});

test("nothing in the page is fetched from elsewhere", () => {
  const page = formats.html(withAll, {});
  expect(page).not.toMatch(/\b(?:src|action|srcset|poster)=|href="(?!#)|@import|url\(|https?:/);
  expect(page).toContain("default-src 'none'");
});

/** A report with comparisons, a matrix, a problem, and what other commands may add. */
const withAll: Report = Object.assign(
  {
    ...compared,
    problems: everything.problems.slice(0, 1),
    matrix: [
      {
        control: "ports",
        engine: "cel",
        changes: ["1.31"],
        cells: [
          { release: "1.30", state: "not-served", cases: 0, denied: 0, warned: 0 },
          { release: "1.31", state: "holds", cases: 2, denied: 1, warned: 0 },
        ],
      },
    ],
  } satisfies Report,
  {
    mutants: [
      {
        control: "ports",
        engine: "rego",
        operator: "negate",
        place: { path: "rego/ports/policy.rego", line: 9 },
        original: "x > 0",
        replacement: "not x > 0",
        status: "survived",
      },
    ],
    ...(covered.coverage === undefined ? {} : { coverage: covered.coverage }),
  },
);

async function flawsOf(page: string): Promise<readonly string[]> {
  const { results } = await validator.validateString(page);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`),
  );
}
