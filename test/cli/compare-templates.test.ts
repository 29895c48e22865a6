import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { constraint, template } from "../engine/_templates.ts";
import { assay } from "./_assay.ts";

const forPods = constraint("HostNetwork", "pods", "{match: {kinds: [{apiGroups: [''], kinds: [Pod]}]}}");
const rego = `package p

violation[{"msg": "hostNetwork is not allowed"}] {
	input.review.object.spec.hostNetwork
}
`;
const cel = (field: string) => ({
  expression: `!variables.anyObject.spec.?${field}.orValue(false)`,
  messageExpression: `'${field} is not allowed'`,
});

/** A folder with templates among other things, and no control. */
function folderOf(text: string): string {
  const root = mkdtempSync(join(tmpdir(), "assay-templates-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, "templates.yaml"), text);
  writeFileSync(join(root, "namespace.yaml"), "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n");
  return root;
}

test("a template whose languages differ differs on the smallest request that shows it", async () => {
  const root = folderOf(template("HostNetwork", { rego, cel: cel("hostPID") }) + forPods);
  const { code, stdout } = await assay(["compare", "rego:.", "cel:.", "--runs", "300"], { cwd: root });
  expect(code).toBe(1);
  const [first = ""] = stdout.split("found as request");
  expect(first).toContain("hostNetwork: true\n");
  expect(first).not.toContain("labels");
  expect(stdout).toContain("hostPID is not allowed");
});

test.for(["rego", "topdown"])("Gatekeeper and %s say the same of the Rego of a template", async (engine) => {
  const root = folderOf(template("HostNetwork", { rego }) + forPods);
  const { code, stdout } = await assay(["compare", "templates.yaml", `${engine}:.`, "--runs", "300"], { cwd: root });
  expect(stdout).toMatch(/^✓ policies {2}templates\.yaml ~ \w+:\. {2}\d+ agree, denied [1-9]/m);
  expect(code).toBe(0);
});

test.for(["gatekeeper", "rego"])("%s and the admission policy of a sound template say the same", async (engine) => {
  const root = folderOf(template("HostNetwork", { rego, cel: cel("hostNetwork") }) + forPods);
  const { code, stdout } = await assay(["compare", `${engine}:.`, "cel:.", "--runs", "300"], { cwd: root });
  expect(stdout).toMatch(/^✓ policies .* agree, denied [1-9]/m);
  expect(code).toBe(0);
});

test("a template without code for a side is a problem that names it", async () => {
  const root = folderOf(template("HostNetwork", { rego }) + forPods);
  const { code, stdout } = await assay(["compare", "gatekeeper:.", "cel:."], { cwd: root });
  expect(code).toBe(2);
  expect(stdout).toContain("templates.yaml:1 [bad-policy]");
  expect(stdout).toContain("the ConstraintTemplate `hostnetwork` has no code for the engine `K8sNativeValidation`");
});

test.for(["gatekeeper:templates@1.31", "gatekeeper:"])("`%s` is no side", async (side) => {
  const { code, stderr } = await assay(["compare", side, "rego:."], { cwd: folderOf("") });
  expect(code).toBe(2);
  expect(stderr).toContain(side);
});
