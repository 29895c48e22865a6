import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { formatOption } from "../../harness/cli/_options.ts";
import { assay, copyOf } from "./_assay.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/reports.md"), "utf8");

test("docs/reports.md lists every format that `--format` takes", () => {
  const listed = [...page.matchAll(/^\| `([a-z]+)` \| /gm)].map(([, name]) => name);
  expect(`${listed.join(", ")}; a list or repeated`).toBe(formatOption().description);
});

test("the example of docs/reports.md prints annotations and writes both files", async () => {
  const [, words = ""] = /^```sh\nassay (.*)\n```$/m.exec(page) ?? [];
  const folder = copyOf("project-two");
  folder.edit("cases/names/allow/short.yaml", (text) => text.replace("short", "far-too-long-a-name"));
  const { code, stdout } = await assay(words.split(" "), { cwd: folder.root });
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^::error file=cases\/names\/allow\/short\.yaml,line=1,[^\n]*\n::notice title=Assay::1 finding, 3 passed in 0\.00 s\n$/,
  );
  const written = (path: string): string => readFileSync(join(folder.root, path), "utf8");
  expect(JSON.parse(written("assay.sarif")).runs[0].results).toMatchObject([
    {
      ruleId: "names",
      locations: [{ physicalLocation: { artifactLocation: { uri: "cases/names/allow/short.yaml" } } }],
    },
  ]);
  expect(written("assay.html")).toContain('<h2 id="findings-heading">Findings (1)</h2>');
});

test("annotations and SARIF name files from where the program runs, and the others from the project's root", async () => {
  const folder = copyOf("project-two");
  folder.edit("cases/names/allow/short.yaml", (text) => text.replace("short", "far-too-long-a-name"));
  folder.write("cel/ports/policy.yaml", "a: [");
  const words = ["test", "--cwd", `${basename(folder.root)}/`, "--format"];
  const [github, sarif, tap] = await Promise.all(
    ["github", "sarif", "tap"].map((format) => assay([...words, format], { cwd: dirname(folder.root) })),
  );
  const base = basename(folder.root);
  expect(github?.stdout).toContain(`::error file=${base}/cases/names/allow/short.yaml,line=1,`);
  expect(github?.stdout).toContain(`::error file=${base}/cel/ports/policy.yaml,line=1,`);
  expect(sarif?.stdout).toContain(`"uri": "${base}/cases/names/allow/short.yaml"`);
  expect(sarif?.stdout).toContain(`"uri": "${base}/cel/ports/policy.yaml"`);
  expect(tap?.stdout).toContain("at: cases/names/allow/short.yaml:1");
});

test.for(["tap", "markdown", "ctrf", "html", "sarif", "github"])(
  "a clean run exits 0 in %s, and CTRF says when it was",
  async (format) => {
    const before = Date.now();
    const { code, stdout } = await assay(["test", "--format", format], { cwd: copyOf("project-two").root });
    expect(code).toBe(0);
    expect(stdout).toMatch(/4 passed|"passed": 4|1\.\.4|"results": \[\]/);
    if (format === "ctrf") expect(JSON.parse(stdout).results.summary.stop).toBeGreaterThanOrEqual(before);
  },
);
