import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assay, copyOf, start } from "./_assay.ts";

const cases = "cases/ports";

describe("assay test", () => {
  test("exits 0 where every case is judged as it expects by every engine", async () => {
    expect(await assay(["test"], { cwd: copyOf("project-ports").root })).toEqual({
      code: 0,
      stdout: "6 passed in 0.00 s\n",
      stderr: "",
    });
  });

  test("names control, case, engine, expectation, verdict and place of a broken Rego rule, and exits 1", async () => {
    const { root, edit } = copyOf("project-ports");
    edit("rego/ports/policy.rego", (text) => text.replace("hostPort > 0", "hostPort > 80"));
    expect(await assay(["test"], { cwd: root })).toEqual({
      code: 1,
      stdout: `ports
  ✗ host-port [rego]
    expected: deny
    got:      allow
    at cases/ports/deny/host-port.yaml:1:1
  ✗ an update cannot bring a host port in [rego]
    expected: deny; messages: \`host port (80)\`
    got:      allow
    at cases/ports/update.case.yaml:16:1

4 passed, 2 failed in 0.00 s
`,
      stderr: "",
    });
  });

  test("names the engine whose expression is broken", async () => {
    const { root, edit } = copyOf("project-ports");
    edit("cel/ports/policy.yaml", (text) => text.replace("list.size() == 0", "list.size() < 2"));
    const { code, stdout } = await assay(["test"], { cwd: root });
    expect(code).toBe(1);
    expect(stdout).toContain(
      "  ✗ host-port [cel]\n    expected: deny\n    got:      allow\n    at cases/ports/deny/host-port.yaml:1:1\n",
    );
    expect(stdout).not.toContain("[rego]");
  });

  test("shows how a message differs from what is expected", async () => {
    const { root, edit } = copyOf("project-ports");
    edit(`${cases}/update.case.yaml`, (text) => text.replace("(80)", "(81)"));
    const { code, stdout } = await assay(["test", "--engine", "cel"], { cwd: root });
    expect(code).toBe(1);
    expect(stdout).toContain("    expected a violation with `host port (81)`, got `host port (80)`\n");
    expect(stdout).toContain("    at cases/ports/update.case.yaml:16:1\n");
  });

  test("says where a policy does not compile, judges with the others, and exits 2", async () => {
    const { root, write } = copyOf("project-ports");
    write("rego/ports/policy.rego", "package ports\n\ndeny contains msg if {\n\tmsg := nope\n}\n");
    const { code, stdout } = await assay(["test"], { cwd: root });
    expect(code).toBe(2);
    expect(stdout).toContain("rego/ports/policy.rego:4");
    expect(stdout).toContain("3 passed, 1 problem in 0.00 s\n");
  });

  test("reports a broken case as a problem, judges the others, and exits 2", async () => {
    const { root, write } = copyOf("project-ports");
    write(`${cases}/deny/broken.yaml`, "kind: Pod\n spec: {}\n");
    expect(await assay(["test"], { cwd: root })).toEqual({
      code: 2,
      stdout: `Problems
  ✗ cases/ports/deny/broken.yaml:2:6 [bad-yaml]
    this is not usable YAML: \`:\` follows a complete value: put the value in quotes, or correct the indentation of this line

6 passed, 1 problem in 0.00 s
`,
      stderr: "",
    });
  });
});

describe("nothing checked never passes", () => {
  test("a control whose cases are gone", async () => {
    const { root, remove } = copyOf("project-ports");
    remove(cases);
    expect(await assay(["test"], { cwd: root })).toEqual({
      code: 1,
      stdout:
        "ports\n  ! not checked\n    it has no case, so nothing shows what its policies do\n    at rego/ports/policy.rego\n\nNothing was checked.\n0 passed, 1 not checked in 0.00 s\n",
      stderr: "",
    });
  });

  test.for([
    [["cases/nope/**"], "`cases/nope/**` holds no case and no policy"],
    [["--control", "nope"], "no control has the id `nope`"],
    [["--case", "nope"], "no case has `nope` in its name"],
    [["--engine", "podsecurity"], "no control has a policy for the engine `podsecurity`"],
    [["--shard", "9/9", "--case", "update"], "no case has `update` in its name"],
    [["../elsewhere"], "`../elsewhere` lies outside the project"],
    [["-C", "nope"], "the folder"],
    [["--config", "nope.yaml"], "`nope.yaml` cannot be read: there is no such file"],
  ] as [string[], string][])("assay test %j selects nothing and exits 2", async ([args, words]) => {
    const { root, remove } = copyOf("project-ports");
    remove(`${cases}/update.case.yaml`);
    const { code, stdout } = await assay(["test", ...args], { cwd: root });
    expect(code).toBe(2);
    expect(stdout).toContain(words);
    expect(stdout).toContain("Nothing was checked.\n0 passed");
  });

  test("a glob of assay.yaml that selects nothing", async () => {
    const { root, write } = copyOf("project-ports");
    write("assay.yaml", "controls:\n  - id: other\n    rego: [rego/ports/*.rego]\n    cases: [tests/**/*.yaml]\n");
    const { code, stdout } = await assay(["test"], { cwd: root });
    expect(code).toBe(2);
    expect(stdout).toContain("assay.yaml:4:13 [nothing-found]\n    `tests/**/*.yaml` selects no file\n");
    expect(stdout).toContain("other\n  ! not checked\n");
  });
});

describe("a selection", () => {
  test.for([
    [["cases/ports/deny"], 2],
    [["cases/*/allow/*.yaml"], 2],
    [["rego/ports"], 6],
    [["--control", "po*", "--engine", "cel"], 3],
    [["--case", "update"], 2],
    [["--shard", "1/3"], 2],
  ] as [string[], number][])("of %j judges these alone", async ([args, count]) => {
    expect(await assay(["test", ...args], { cwd: copyOf("project-ports").root })).toEqual({
      code: 0,
      stdout: `${count} passed in 0.00 s\n`,
      stderr: "",
    });
  });
});

test("a selection is not held up by what is broken in other controls", async () => {
  const { root, write } = copyOf("project-ports");
  mkdirSync(join(root, "cases/other/deny"), { recursive: true });
  write("cases/other/deny/broken.yaml", "a: b: c\n");
  expect((await assay(["test", "--control", "ports"], { cwd: root })).code).toBe(0);
  expect((await assay(["test", "cases/ports"], { cwd: root })).code).toBe(0);
  expect((await assay(["test"], { cwd: root })).code).toBe(2);
});

describe("the report", () => {
  test("goes to a file whole, and the other format to standard output", async () => {
    const { root } = copyOf("project-ports");
    const { code, stdout } = await assay(
      ["test", "--format", "pretty,json,junit", "--output", "r.json", "--output", "r.xml"],
      { cwd: root },
    );
    expect([code, stdout]).toEqual([0, "6 passed in 0.00 s\n"]);
    expect(JSON.parse(readFileSync(join(root, "r.json"), "utf8"))).toMatchObject({
      version: 1,
      exitCode: 0,
      counts: { passed: 6 },
    });
    expect(readFileSync(join(root, "r.xml"), "utf8")).toContain(
      '<testsuite name="ports" tests="6" failures="0" errors="0"',
    );
    expect(readdirSync(root).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("that cannot be written exits 2 and leaves nothing behind", async () => {
    const { root } = copyOf("project-ports");
    const { code, stderr } = await assay(["test", "--format", "json", "--output", "no/such/r.json"], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toContain("error: the report cannot be written to `no/such/r.json`");
    expect(existsSync(join(root, "no"))).toBe(false);
  });

  test("is coloured where FORCE_COLOR says so, unless NO_COLOR or --no-color does", async () => {
    const { root } = copyOf("project-ports");
    const colored = async (args: readonly string[], env: Readonly<Record<string, string>>) =>
      (await assay(["test", ...args], { cwd: root, env })).stdout.includes("\u001b[");
    expect(await colored([], { FORCE_COLOR: "1" })).toBe(true);
    expect(await colored([], {})).toBe(false);
    expect(await colored(["--no-color"], { FORCE_COLOR: "1" })).toBe(false);
    expect(await colored([], { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
  });
});

test("Ctrl-C prints what was found so far and exits 2", { skip: process.platform !== "linux" }, async () => {
  const { root, edit } = copyOf("project-ports");
  edit(
    "rego/ports/policy.rego",
    (text) =>
      `${text}\ndeny contains "slow" if {\n\tcount([1 | numbers.range(1, 1000000)[i]; numbers.range(1, 1000000)[j]; i > j]) < 0\n}\n`,
  );
  const { pid, ended } = start(["test", "--timeout", "600"], { cwd: root });
  const engines = () => readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  while (engines() === "") await new Promise((wait) => setTimeout(wait, 10));
  process.kill(pid, "SIGINT");
  const { code, stdout } = await ended;
  expect(code).toBe(2);
  expect(stdout).toContain("Interrupted: this is what was found so far.\n");
});
