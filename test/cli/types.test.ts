import { expect, test } from "vitest";
import { assay, copyOf } from "./_assay.ts";

const policy = "cel/ports/policy.yaml";

test("`assay test --types` has nothing against expressions that fit", async () => {
  const { root } = copyOf("project-ports");
  expect(await assay(["test", "--types", "--engine", "cel"], { cwd: root })).toMatchObject({ code: 0, stderr: "" });
});

test("a field that no kind has is a problem with its line, where types are asked for", async () => {
  const { root, edit } = copyOf("project-ports");
  edit(policy, (text) => text.replace(".?hostPort", ".?hostport"));
  const { code, stdout } = await assay(["test", "--types", "--engine", "cel"], { cwd: root });
  expect(code).toBe(2);
  expect(stdout).toMatch(/cel\/ports\/policy\.yaml:\d+/);
  expect(stdout).toContain("expression` does not fit v1 Pod: undefined field 'hostport'");
  const without = await assay(["test", "--engine", "cel"], { cwd: root });
  expect(without.stdout).not.toContain("does not fit");
});
