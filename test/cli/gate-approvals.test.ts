import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { assay, type Ended } from "./_assay.ts";
import { type GitRepository, gitRepository } from "./_git-repository.ts";

const policy = "rego/host-pid/policy.rego";
const text = (condition: string): string =>
  `package host_pid\n\ndeny contains "host-pid" if {\n\tinput.request.object.spec.hostPID == true\n\t${condition}\n}\n`;
const before = text("true");
const after = text('input.request.object.metadata.name != "agent"');
const approvals = "assay-approvals.yaml";

describe("approvals of `assay gate`", () => {
  let repository: GitRepository;
  const gate = (...args: readonly string[]): Promise<Ended> =>
    assay(["gate", "--base", "HEAD", "--runs", "200", ...args], { cwd: repository.root });
  const written = (): string => readFileSync(join(repository.root, approvals), "utf8");

  beforeEach(async () => {
    repository = await gitRepository();
    onTestFinished(() => repository.delete());
    await repository.commit({ [policy]: before });
    repository.write({ [policy]: after });
  });

  test("let a flip pass that was approved with a reason, and show it", async () => {
    expect(await gate("--approve", "--reason", "agents are ours")).toMatchObject({
      code: 0,
      stderr: `wrote ${approvals}: 1 approved, 0 removed\n`,
    });
    expect(written()).toMatch(
      /^# .*\n- control: host-pid\n {2}engines: \[rego\]\n {2}flip: deny to allow\n {2}request: CREATE \{.*"name":"agent".*\n {2}reason: agents are ours\n {2}cause: \w{16}\n {2}change: \w{16}\n$/,
    );
    const again = await gate();
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect(again.stdout).toMatch(/~ approved: agents are ours \(request \d+ of seed 1/);
  });

  test("hold for the change that they were written for, and are expired for another", async () => {
    await gate("--approve", "--reason", "agents are ours");
    repository.write({ [policy]: text('input.request.object.metadata.name != "agents"') });
    const { code, stdout } = await gate();
    expect(code).toBe(1);
    expect(stdout).toContain("✗ `rego@base` denies, `rego@head` allows");
    expect(stdout).toContain("! the approval of `deny to allow` has expired");
    expect(stdout).toContain(`at ${approvals}:2:3`);
  });

  test("expire once the change is merged, and `--approve` removes them", async () => {
    await gate("--approve", "--reason", "agents are ours");
    await repository.commit({ [policy]: after, [approvals]: written() });
    expect(await gate()).toMatchObject({ code: 1 });
    expect(await gate("--approve")).toMatchObject({
      code: 0,
      stderr: `wrote ${approvals}: 0 approved, 1 removed\n`,
    });
    expect(written()).not.toContain("host-pid");
    expect(await gate()).toMatchObject({ code: 0 });
  });

  test("are not written without a reason, and not into a revision", async () => {
    expect(await gate("--approve")).toMatchObject({ code: 1, stderr: `${approvals} stays as it is\n` });
    expect(await gate("--head", "HEAD", "--approve", "--reason", "x")).toMatchObject({
      code: 2,
      stderr: "error: --approve writes into the working tree: leave --head out, or name a folder\n",
    });
    expect(await gate("--reason", "x")).toMatchObject({
      code: 2,
      stderr: "error: --reason says why flips are approved: give --approve too\n",
    });
  });

  test("that are broken are a problem with its line", async () => {
    repository.write({ [approvals]: "- control: host-pid\n  engines: [rego]\n" });
    const { code, stdout } = await gate();
    expect(code).toBe(2);
    expect(stdout).toContain(`${approvals}:1`);
    expect(stdout).toContain("`[0].flip` is missing");
  });
});
