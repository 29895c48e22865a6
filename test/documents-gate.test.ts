import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { assay } from "./cli/_assay.ts";
import { type GitRepository, gitRepository } from "./cli/_git-repository.ts";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../docs", path), "utf8");
const policy = "cel/host-pid/policy.yaml";
const before = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: host-pid}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: "!object.spec.?hostPID.orValue(false)", message: host-pid}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: host-pid}
spec: {policyName: host-pid, validationActions: [Deny]}
`;
const loosened = before.replace("hostPID", "hostIPC");
const reworded = before.replace("validations:", "validations: # the only one\n   ");

/** The arguments of an `assay gate` in a line, as a shell reads them. */
function argumentsOf(line: string): readonly string[] {
  const words: readonly string[] = line.match(/"[^"]*"|\S+/g) ?? [];
  return words.slice(words.indexOf("assay") + 1).map((word) => word.replaceAll('"', ""));
}

describe("docs/examples/gate-pull-request.yml", () => {
  const { steps } = (load(read("examples/gate-pull-request.yml")) as { jobs: { gate: { steps: readonly Step[] } } })
    .jobs.gate;
  const command = argumentsOf(steps.find(({ run = "" }) => run.includes("assay gate"))?.run ?? "");
  let repository: GitRepository;
  let base: string;

  beforeEach(async () => {
    repository = await gitRepository();
    onTestFinished(() => repository.delete());
    base = await repository.commit({ [policy]: before, "README.md": "policies\n" });
  });

  /** What actions/checkout gives a pull request: the merge of its last commit into the base. */
  const merged = async (text: string): Promise<void> => {
    const own = await repository.commit({ [policy]: text });
    await repository.commit({ "README.md": "policies of ours\n" }, [base, own]);
  };

  test("checks out the commit that it gates against", () => {
    expect(steps.find(({ uses = "" }) => uses.startsWith("actions/checkout"))?.with).toMatchObject({
      "fetch-depth": 2,
    });
    expect(command).toContain("HEAD^1");
  });

  test("fails where a pull request flips a decision, and writes what it uploads", async () => {
    await merged(loosened);
    const { code, stdout } = await assay(command, { cwd: repository.root });
    expect(stdout).toContain("✗ `cel@base` denies, `cel@head` allows");
    expect(code).toBe(1);
    expect(readFileSync(join(repository.root, "gate.xml"), "utf8")).toContain("<failure");
  });

  test("passes where it flips none", async () => {
    await merged(reworded);
    const { code, stdout } = await assay(command, { cwd: repository.root });
    expect(stdout).toContain("no difference");
    expect(code).toBe(0);
  });
});

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
}

describe("docs/examples/gate-pre-commit.yaml", () => {
  const { repos } = load(read("examples/gate-pre-commit.yaml")) as {
    repos: readonly { hooks: readonly { entry: string; files: string; pass_filenames: boolean }[] }[];
  };
  const [hook] = repos.flatMap(({ hooks }) => hooks);

  test("stops a commit that flips a decision, and no other", async () => {
    const repository = await gitRepository();
    onTestFinished(() => repository.delete());
    await repository.commit({ [policy]: before });
    expect(policy).toMatch(new RegExp(hook?.files ?? "^$"));
    repository.write({ [policy]: loosened });
    expect(await assay(argumentsOf(hook?.entry ?? ""), { cwd: repository.root })).toMatchObject({ code: 1 });
    repository.write({ [policy]: reworded });
    expect(await assay(argumentsOf(hook?.entry ?? ""), { cwd: repository.root })).toMatchObject({ code: 0 });
  });
});

describe("docs/gate.md", () => {
  const shown = [...read("gate.md").matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, text = ""]) =>
    text.trim().split("\n"),
  );

  const chart = `apiVersion: v1\nkind: Pod\nmetadata: {name: agent, namespace: shop}\nspec: {hostPID: true, containers: [{name: a, image: a}]}\n`;

  test("shows commands that run: a flip, one on a rendered chart, and the flips approved", async () => {
    const repository = await gitRepository();
    onTestFinished(() => repository.delete());
    const base = await repository.commit({ [policy]: before });
    repository.write({ ".git/refs/remotes/origin/main": `${base}\n`, [policy]: loosened });
    const ended = [];
    for (const line of shown) {
      const stdin = / \| (?:npx )?assay /.test(line) ? { stdin: chart } : {};
      ended.push(await assay(argumentsOf(line), { cwd: repository.root, ...stdin }));
    }
    expect(ended.map(({ code }) => code)).toEqual([1, 1, 0]);
    expect(ended[1]?.stdout).toContain("found as case `Pod shop/agent`");
    const [entry] = load(readFileSync(join(repository.root, "assay-approvals.yaml"), "utf8")) as readonly object[];
    const [, example = ""] = /^```yaml\n([\s\S]*?)^```$/m.exec(read("gate.md")) ?? [];
    expect(Object.keys((load(example) as readonly object[])[0] ?? {})).toEqual(Object.keys(entry ?? {}));
  });
});
