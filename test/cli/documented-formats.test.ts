import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Report } from "../../harness/model/index.ts";
import { assay, copyOf } from "./_assay.ts";

const text = readFileSync(join(import.meta.dirname, "../../docs/formats.md"), "utf8");
const examples = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml = ""]) => yaml);
const [config = "", written = "", mutation = "", known = ""] = examples;
const skip = "skip: why this case does not run\n";

/** The project that the examples of docs/formats.md would belong to, with the examples in it. */
function documented(example: string): string {
  const project = copyOf("project-formats");
  project.write("assay.yaml", config);
  project.write("known-differences.yaml", known);
  for (const folder of ["cases/host-ports", "gatekeeper"]) mkdirSync(join(project.root, folder), { recursive: true });
  project.write("cases/host-ports/example.case.yaml", example);
  return project.root;
}

async function judged(root: string): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
  const { code, stdout } = await assay(["test", "--format", "json"], { cwd: root });
  const { outcomes, problems } = JSON.parse(stdout) as Report;
  return {
    code,
    lines: [
      ...outcomes.map(({ control, engine, status }) => `${control} ${engine} ${status}`).sort(),
      ...problems.map(({ message }) => message),
    ],
  };
}

test("the `assay.yaml`, the case and the known differences of docs/formats.md are all its YAML, and are judged as they say", async () => {
  expect(examples).toHaveLength(4);
  expect(await judged(documented(written.replace(skip, "")))).toEqual({
    code: 0,
    lines: [
      "host-ports cel passed",
      "host-ports podsecurity passed",
      "host-ports rego passed",
      "no-latest cel passed",
      "no-latest cel passed",
      "no-latest cel passed",
      "no-latest rego passed",
      "no-latest rego passed",
    ],
  });
});

test("the documented known difference is one", async () => {
  const root = documented(written.replace(skip, "").replace(/^raw: .*\n/m, ""));
  const { stdout } = await assay(["compare", "rego", "podsecurity", "--runs", "0", "--format", "json"], { cwd: root });
  const { findings, problems, comparisons = [] } = JSON.parse(stdout) as Report;
  expect([findings.filter(({ kind }) => kind !== "unchecked"), problems]).toEqual([[], []]);
  expect(comparisons.flatMap((one) => one.known.map(({ control }) => control))).toEqual(["host-ports"]);
});

test("the documented properties of mutating policies are read", async () => {
  const { root, write } = copyOf("project-formats");
  write("assay.yaml", mutation);
  const { lines } = await judged(root);
  const problems = lines.filter((line) => !/ (?:passed|failed)$/.test(line));
  expect(problems).toEqual(["no control is called `label-teams`"]); // the one that the example is about
});

test("the `skip` of the documented case leaves it out", async () => {
  expect(written).toContain(skip);
  const { lines } = await judged(documented(written));
  expect(lines.filter((line) => line.startsWith("host-ports"))).toEqual([
    "host-ports cel skipped",
    "host-ports podsecurity skipped",
    "host-ports rego skipped",
  ]);
});

test("a documented expectation that does not hold fails", async () => {
  const wrong = written.replace(skip, "").replaceAll("decision: deny", "decision: allow");
  const { code, lines } = await judged(documented(wrong));
  expect(code).toBe(1);
  expect(lines).toContain("host-ports rego failed");
  expect(lines).toContain("host-ports cel failed");
});
