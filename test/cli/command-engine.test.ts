import { join } from "node:path";
import { expect, test } from "vitest";
import { assay, copyOf } from "./_assay.ts";

const webhook = join(import.meta.dirname, "../fixtures/fake-webhook.ts");

/** The project with a program that judges its control. */
function withWebhook(...words: readonly string[]): ReturnType<typeof copyOf> {
  const project = copyOf("project-ports");
  const command = JSON.stringify([process.execPath, webhook, ...words]);
  project.write("assay.yaml", `controls: [{id: ports, command: ${command}}]\n`);
  return project;
}

test("a program is held to the cases of its control, and to what they expect of it", async () => {
  const { root, edit } = withWebhook();
  const { code, stdout } = await assay(["test", "--engine", "command"], { cwd: root });
  expect([code, stdout]).toEqual([
    1,
    `ports
  ✗ host-port [command]
    expected: deny
    got:      allow
    at cases/ports/deny/host-port.yaml:1:1
  ✗ an update cannot bring a host port in [command]
    expected: deny; messages: \`host port (80)\`
    got:      allow
    at cases/ports/update.case.yaml:16:1

1 passed, 2 failed in 0.00 s
`,
  ]);
  edit("cases/ports/update.case.yaml", (text) => `${text}  engines: {command: {decision: allow}}\n`);
  expect((await assay(["test", "--engine", "command"], { cwd: root })).stdout).toContain("2 passed, 1 failed");
});

test("a program is compared with the other policies of its control", async () => {
  const { root } = withWebhook();
  const { code, stdout } = await assay(["compare", "rego", "command", "--runs", "0"], { cwd: root });
  expect(code).toBe(1);
  expect(stdout).toContain("  ✗ `rego` denies, `command` allows\n");
  const side = `command:"${process.execPath}" '${webhook}'`;
  expect((await assay(["compare", "rego", side, "--runs", "0"], { cwd: root })).stdout).toContain(
    `  ✗ \`rego\` denies, \`${side}\` allows\n`,
  );
});

test("a program that says what is no answer is a problem, not a verdict", async () => {
  const { root } = withWebhook("loud");
  const { code, stdout } = await assay(["test", "--engine", "command"], { cwd: root });
  expect(code).toBe(2);
  expect(stdout).toContain("wrote `the webhook is ready`, which is no JSON; what is no answer belongs on stderr");
  expect(stdout).toContain("0 passed, 3 failed, 1 problem");
});

test.each([
  ["command:", "`command:` names no program"],
  ["command:./webhook 'a", "`command:./webhook 'a`: a quote is not closed"],
])("`%s` is no side", async (side, words) => {
  const { code, stderr } = await assay(["compare", "rego", side]);
  expect([code, stderr]).toEqual([2, `error: ${words}\n`]);
});
