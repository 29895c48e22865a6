import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { assay, type Ended } from "./_assay.ts";
import { folderWith } from "./_folder.ts";
import { type GitRepository, gitRepository } from "./_git-repository.ts";

const policy = "rego/host-pid/policy.rego";
const before = 'package host_pid\n\ndeny contains "host-pid" if input.request.object.spec.hostPID == true\n';
const after = 'package host_pid\n\ndeny contains "host-pid" if input.request.object.spec.hostPID == false\n';
const loosened = "✗ `rego@base` denies, `rego@head` allows";
const runs = ["--runs", "200"];

describe("`assay gate`", () => {
  let repository: GitRepository;
  const gate = (...args: readonly string[]): Promise<Ended> =>
    assay(["gate", ...args, ...runs], { cwd: repository.root });

  beforeEach(async () => {
    repository = await gitRepository();
    onTestFinished(() => repository.delete());
    await repository.commit({ [policy]: before });
  });

  test("is clean where nothing changed, and says that nothing was compared", async () => {
    const { code, stdout } = await gate("--base", "main");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "Not compared\n  `host-pid` (rego): its policies did not change\n\n0 passed, 1 skipped in 0.00 s\n",
    });
  });

  test("compares two revisions, whatever the working tree is", async () => {
    await repository.commit({ [policy]: after });
    repository.write({ [policy]: "package broken if" });
    const { code, stdout } = await gate("--base", "HEAD~1", "--head", "HEAD");
    expect(code).toBe(1);
    expect(stdout).toContain(loosened);
  });

  test("needs no commit but the base: a shallow clone has no more", async () => {
    const base = await repository.commit({ [policy]: before, "README.md": "policies\n" });
    writeFileSync(join(repository.root, ".git/shallow"), `${base}\n`);
    repository.write({ [policy]: after });
    expect(await gate("--base", base.slice(0, 10))).toMatchObject({ code: 1, stderr: "" });
  });

  test("says what to do about a revision that is not there", async () => {
    const { code, stderr } = await gate("--base", "origin/main");
    expect(code).toBe(2);
    expect(stderr).toBe(
      "error: `origin/main` is neither a revision nor a folder: git knows no branch, tag or commit `origin/main`; fetch it first\n",
    );
  });

  test("says how a shallow clone of one commit comes to its base", async () => {
    const shallow = await gitRepository();
    onTestFinished(() => shallow.delete());
    const parent = "0123456789abcdef0123456789abcdef01234567"; // not fetched
    const head = await shallow.commit({ [policy]: before }, [parent]);
    writeFileSync(join(shallow.root, ".git/shallow"), `${head}\n`);
    const todo =
      "the clone is shallow: fetch it first, in GitHub Actions with `fetch-depth: 0` of actions/checkout (`2` for `HEAD^1`), elsewhere with";
    const fetching = "`git fetch origin BRANCH`, and it is `FETCH_HEAD`";
    for (const [base, why, elsewhere] of [
      ["origin/main", "git knows no branch, tag or commit `origin/main`", fetching],
      ["HEAD^1", "the commit `0123456789ab` of `HEAD^1` is not in this clone", "`git fetch --deepen 1`"],
    ] as const) {
      expect(await assay(["gate", "--base", base], { cwd: shallow.root })).toEqual({
        code: 2,
        stdout: "",
        stderr: `error: \`${base}\` is neither a revision nor a folder: ${why}; ${todo} ${elsewhere}\n`,
      });
    }
  });

  test("compares two folders without git", async () => {
    const { root } = folderWith({ [`old/${policy}`]: before, [`new/${policy}`]: after });
    const { code, stdout } = await assay(["gate", "--base", "./old", "--head", "./new", ...runs], { cwd: root });
    expect(code).toBe(1);
    expect(stdout).toContain(loosened);
  });

  test("finds what a removed control denied, and lists a new one", async () => {
    repository.write({ [policy]: undefined, "rego/other/policy.rego": after.replace("host_pid", "other") });
    const { code, stdout } = await gate("--base", "HEAD", "--format", "json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [
        { control: "host-pid", differences: ["`rego@base` denies, `rego@head` lets it pass, since nothing applies"] },
      ],
      outcomes: [
        { control: "other", status: "skipped", reason: "the control is new: there is nothing to compare it with" },
      ],
    });
  });

  test("judges recorded requests, and replays each flip by the command that it prints", async () => {
    repository.write({
      [policy]: after,
      "rendered/pod.yaml":
        "apiVersion: v1\nkind: Pod\nmetadata: {name: job}\nspec:\n  hostPID: true\n  containers: [{name: a, image: a}]\n",
    });
    const { code, stdout } = await assay(["gate", "--base", "HEAD", "--requests", "rendered", "--runs", "0"], {
      cwd: repository.root,
    });
    expect(code).toBe(1);
    const [, again = ""] = /again: assay (.*)/.exec(stdout) ?? [];
    expect(again).toContain("--requests rendered");
    const words = (again.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ""));
    expect(await assay(words, { cwd: repository.root })).toMatchObject({ code: 1 });
  });

  test("shows each flip with its smallest request, and the lines that changed, tabs as blanks", async () => {
    repository.write({
      [policy]: before.replace(" if ", ' if {\n\tinput.request.operation == "DELETE"\n\t').concat("}\n"),
    });
    const { stdout } = await gate("--base", "HEAD");
    expect(
      stdout.replace(/request \d+ of seed 1, and \d+ more/, "request 1").replace(/--path \d+/, "--path 1"),
    ).toBe(`host-pid
  ${loosened}
    rego@base: deny; messages: \`host-pid (data.host_pid.deny)\`
    rego@head: allow
      apiVersion: v1
      kind: Pod
      metadata:
        name: a
      spec:
        containers:
          - name: a
            image: a
        hostPID: true
    found as request 1
    again: assay gate --base HEAD --control host-pid --seed 1 --path 1

✗ host-pid  rego@base ~ rego@head  ${/\d+ agree.*/.exec(stdout)?.[0]}
    --- a/rego/host-pid/policy.rego
    +++ b/rego/host-pid/policy.rego
    @@ -1,3 +1,6 @@
     package host_pid

    -deny contains "host-pid" if input.request.object.spec.hostPID == true
    +deny contains "host-pid" if {
    +  input.request.operation == "DELETE"
    +  input.request.object.spec.hostPID == true
    +}

1 comparison of 200 requests, 1 difference in 0.00 s
`);
  });

  test("finds other words with --messages alone, and never takes them for another decision", async () => {
    repository.write({ [policy]: before.replace('"host-pid"', '"processes of the host"') });
    expect(await gate("--base", "HEAD")).toMatchObject({ code: 0 });
    const { code, stdout } = await gate("--base", "HEAD", "--messages");
    expect(code).toBe(1);
    expect(stdout).toContain("only `rego@base` says `host-pid`; only `rego@head` says `processes of the host`");
  });

  test("judges raw cases, which no API server takes, with Rego", async () => {
    const raw = (field: string): string =>
      `package config\n\ndeny contains "open" if input.request.object.${field} == true\n`;
    const files = {
      "rego/config/policy.rego": raw("anonymous"),
      "cases/config/open.case.yaml":
        "case: open\nraw: true\nrequest: {operation: CREATE, object: {apiVersion: example.org/v1, kind: Config, metadata: {name: c}, anonymous: true}}\nexpect: {decision: deny, messages: [open]}\n",
    };
    await repository.commit(files);
    repository.write({ "rego/config/policy.rego": raw("open") });
    const { code, stdout } = await gate("--base", "HEAD", "--control", "config");
    expect(stdout).toContain("found as case `open`");
    expect(code).toBe(1);
  });

  test("makes a policy of the base that does not compile a problem, and says whose it is", async () => {
    await repository.commit({ [policy]: "package host_pid\n\ndeny contains\n" });
    repository.write({ [policy]: before });
    const { code, stdout } = await gate("--base", "HEAD");
    expect(code).toBe(2);
    expect(stdout).toContain("in the revision `base`:");
  });
});
