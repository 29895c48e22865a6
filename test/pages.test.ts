import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngines } from "../harness/engine/index.ts";
import { type PackPages, packPages } from "../scripts/pages/index.ts";

const root = mkdtempSync(join(tmpdir(), "assay-pages-"));
const engines = openEngines();
let made: PackPages;

const files: Readonly<Record<string, string>> = {
  "assay.yaml": "engines: [rego]\nproperties: {'*': [order-alike]}\n",
  "known-differences.yaml":
    "- {control: demo.named, engines: [rego], property: order-alike, reason: the first container alone counts}\n",
  "levels/levels.yaml": "{baseline: {with: []}, restricted: {with: []}, hardened: {with: []}, apart: [], system: []}\n",
  "rego/demo.named/policy.rego": `# METADATA
# scope: package
# title: Names | are {{ said }}
# description: |
#   Summary: a pod has a name, <b>not</b> a pattern
#     with *stars*.
#   Denies: no name.
#   Allows: any name.
#   Rationale: who reads logs wants to know.
# custom:
#   control: demo.named
#   severity: enormous
#   articles: ["S22 #99"]
package demo.named

deny contains "no name" if input.request.object.metadata.name == "none"

deny contains "never asked" if input.request.object.metadata.name == "unknown"
`,
  "cases/demo.named/names.case.yaml": `case: a name | of its own
request: {object: {apiVersion: v1, kind: ConfigMap, metadata: {name: app}}, user: {username: ann}}
expect: {decision: allow}
---
case: none
request: {object: {apiVersion: v1, kind: ConfigMap, metadata: {name: none}}}
expect: {decision: deny, messages: [no name]}
`,
};

beforeAll(async () => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  made = await packPages(root, engines);
});

afterAll(() => {
  engines.close();
  rmSync(root, { recursive: true });
});

describe("the page of a control", () => {
  const page = (): readonly string[] => (made.pages.get("docs/controls/demo.named.md") ?? "").split("\n");

  it("shows text as it is written, whatever Markdown or the site would make of it", () => {
    expect(page()).toContain("# Names \\| are &#123;&#123; said &#125;&#125;");
    expect(page()).toContain("A pod has a name, &lt;b&gt;not&lt;/b&gt; a pattern with \\*stars\\*.");
  });

  it("has each part of the description, and those that are not of every control under their names", () => {
    expect(page()).toContain("| **Denies** | no name. |");
    expect(page().join("\n")).toContain("## Rationale\n\nWho reads logs wants to know.");
  });

  it("has its cases, its properties, and its known differences with their reasons", () => {
    expect(page().filter((line) => line.includes("../../cases/"))).toEqual([
      "| [a name \\| of its own](../../cases/demo.named/names.case.yaml) | **allow** | CREATE; by `ann` | rego |",
      "| [none](../../cases/demo.named/names.case.yaml) | **deny** `no name` | CREATE | rego |",
    ]);
    expect(page().filter((line) => line.startsWith("| `order-alike` |"))).toHaveLength(1);
    expect(page()).toContain("| rego | order-alike | the first container alone counts |");
  });
});

describe("the problems of pages", () => {
  it("are what the sources lack for them", () => {
    expect(made.problems.filter((line) => line.startsWith("demo.named: "))).toEqual([
      "demo.named: no family in scripts/pages/_families.ts",
      "demo.named: no mention of an article (`articles` of its METADATA)",
      "demo.named: `S22 #99` is no mention in scripts/pages/_mentions.ts",
      "demo.named: the severity must be one of critical, high, medium, low, advisory",
      "demo.named: no `kubernetes_from`",
    ]);
  });

  it("are mentions that no control is about, and corrections that nothing shows", () => {
    expect(made.problems).toContain("mention 4: no control");
    expect(made.problems).toContain("C12: there is no control netpol.endport-valid");
    expect(made.problems).toContain("release.checksum: no test in test/release/checksums.test.ts");
    expect(made.problems.filter((line) => line.startsWith("mention 18"))).toEqual([]);
  });
});

describe("the page of coverage", () => {
  it("tells which rule no case needs", () => {
    const text = made.pages.get("docs/coverage.md") ?? "";
    expect(text).toContain("1 control, 1 policy, 2 cases; 2 of 3 breaks noticed.");
    expect(text).toMatch(
      /^\| \[`demo\.named`\]\(controls\/demo\.named\.md\) \| rego \| 1 \| 1 \| {2}\| {2}\| 2 of 3 \|$/m,
    );
    expect(text).toMatch(/## Not proved\n[\s\S]+ \| rego \| deny 2 of 2 dropped \|\n$/);
  });
});
