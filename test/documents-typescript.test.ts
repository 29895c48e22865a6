import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Comparison, Finding } from "../harness/index.ts";

const root = join(import.meta.dirname, "..");
const project = join(root, "test/fixtures/project-twins");

interface Found {
  readonly comparison: Comparison;
  readonly findings: readonly Finding[];
  readonly decision: string;
  readonly request: { readonly object?: { readonly json: { readonly kind: string } } };
}

test("the program of docs/formats.md compares the policies of a project, and judges a request that it draws", async () => {
  const text = readFileSync(join(root, "docs/formats.md"), "utf8");
  const [, snippet = ""] = /```ts\n(import \{ comparePolicies[\s\S]*?)```/.exec(text) ?? [];
  const folder = mkdtempSync(join(tmpdir(), "assay-program-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "program.ts");
  const entry = JSON.stringify(join(root, "harness/index.ts"));
  const found = "(globalThis as any).found = { comparison, findings, decision, request };";
  writeFileSync(file, `const root = ${JSON.stringify(project)};\n${snippet.replace('"assay"', entry)}\n${found}\n`);
  await import(file);
  const { comparison, findings, decision, request } = (globalThis as unknown as { found: Found }).found;
  expect(comparison.generated).toBe(500);
  expect(comparison.agreed + comparison.differed).toBeGreaterThan(400);
  expect(findings.filter(({ kind }) => kind === "difference").length).toBeGreaterThan(0);
  expect(["allow", "deny", "skip"]).toContain(decision);
  expect(request.object?.json.kind ?? "Pod").toBe("Pod");
});
