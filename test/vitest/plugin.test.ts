import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { files, suite, written } from "../load/_gator.ts";

const root = join(import.meta.dirname, "..", "..");
const fixture = join(root, "test", "fixtures", "vitest-project");
const vitestBin = join(root, "node_modules/vitest/vitest.mjs");
/** The environment without what the vitest that runs this test has put into it. */
const plainEnv = Object.fromEntries([
  ...Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")),
  ["NO_COLOR", "1"],
]);
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "assay-vitest-"));
  cpSync(fixture, project, { recursive: true });
  const plugin = JSON.stringify(join(root, "harness", "vitest", "index.ts"));
  write("vitest.config.ts", `import { policies } from ${plugin};\nexport default { plugins: [policies()] };\n`);
  write("package.json", '{"type": "module"}\n');
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

describe("`policies()`", () => {
  it("makes a test of every case and engine, in the file of the case", () => {
    const { code, tests } = runVitest();
    expect(tests).toEqual([
      "cases/no-host-network/allow/plain.yaml: no-host-network plain [rego] passed",
      "cases/no-host-network/allow/plain.yaml: no-host-network plain [cel] passed",
      "cases/no-host-network/deny/host-network.yaml: no-host-network host-network [rego] passed",
      "cases/no-host-network/deny/host-network.yaml: no-host-network host-network [cel] passed",
      "cases/no-host-network/more.case.yaml: no-host-network an update may not turn it on [rego] passed",
      "cases/no-host-network/more.case.yaml: no-host-network an update may not turn it on [cel] passed",
      "cases/no-host-network/more.case.yaml: no-host-network a case that waits for something [rego] skipped",
      "cases/no-host-network/more.case.yaml: no-host-network a case that waits for something [cel] skipped",
    ]);
    expect(code).toBe(0);
  });

  it("makes a test of a file of unit tests in Rego, which fails with what is not true", () => {
    write(
      "rego/no-host-network/policy_test.rego",
      "package no_host_network_test\n\ntest_true if true\n\ntest_untrue if false\n",
    );
    const { code, tests, messages } = runVitest("policy_test");
    expect(tests).toEqual(["rego/no-host-network/policy_test.rego: no-host-network unit tests in Rego failed"]);
    expect(messages.join()).toContain("no_host_network_test.test_untrue: the test is not true");
    expect(code).toBe(1);
  });

  it("fails with what differs, at the case, when a verdict is not the expected one", () => {
    mkdirSync(join(project, "cases/no-host-network/deny"), { recursive: true });
    cpSync(
      join(project, "cases/no-host-network/allow/plain.yaml"),
      join(project, "cases/no-host-network/deny/wrong.yaml"),
    );
    const { code, tests, messages } = runVitest("deny/wrong");
    expect(code).toBe(1);
    expect(tests.map((line) => line.split(" ").at(-1))).toEqual(["failed", "failed"]);
    for (const message of messages) {
      expect(message).toContain("expected deny, got allow");
      expect(message).toContain("cases/no-host-network/deny/wrong.yaml:1:1");
    }
  });

  it("runs a case again after its policy has changed, although the case has not", () => {
    expect(runVitest("deny/host-network").code).toBe(0);
    write(
      "rego/no-host-network/no-host-network.rego",
      'package fixture.no_host_network\n\ndeny contains "never" if false\n',
    );
    const { code, tests } = runVitest("deny/host-network");
    expect(code).toBe(1);
    expect(tests.map((line) => line.split(" ").at(-1))).toEqual(["failed", "passed"]);
  });

  it("runs the cases of a policy again in watch mode when the policy changes", async () => {
    const watching = spawn(process.execPath, [vitestBin, "watch", "--root", project, "deny/host-network"], {
      cwd: project,
      env: plainEnv,
    });
    try {
      await printed(watching, "Waiting for file changes");
      write(
        "rego/no-host-network/no-host-network.rego",
        'package fixture.no_host_network\n\ndeny contains "never" if false\n',
      );
      const text = await printed(watching, "expected deny, got allow", "Watching for file changes");
      expect(text).toContain("× host-network [rego]");
    } finally {
      watching.kill();
    }
  });

  it("fails for a policy that does not compile, in the compiler's words", () => {
    appendFileSync(join(project, "rego/no-host-network/no-host-network.rego"), "\nallow if nosuch(input)\n");
    const { code, messages } = runVitest("allow/plain");
    expect(code).toBe(1);
    expect(messages.join("\n")).toContain("undefined function nosuch");
  });

  it("fails for a control without cases", () => {
    mkdirSync(join(project, "rego/bare"), { recursive: true });
    write("rego/bare/bare.rego", 'package fixture.bare\n\ndeny contains "bare" if input.request.name == "bare"\n');
    const { code, tests, messages } = runVitest();
    expect(code).toBe(1);
    expect(tests).toContain("rego/bare/bare.rego: bare has cases failed");
    expect(messages.join("\n")).toContain("it has no case");
  });

  it("fails for a control without policies", () => {
    mkdirSync(join(project, "cases/bare/allow"), { recursive: true });
    cpSync(join(project, "cases/no-host-network/allow/plain.yaml"), join(project, "cases/bare/allow/plain.yaml"));
    const { code, tests } = runVitest("bare");
    expect(code).toBe(1);
    expect(tests).toEqual(["cases/bare/allow/plain.yaml: bare plain failed"]);
  });

  it("fails for a case file that is broken, and runs the others", () => {
    write("cases/no-host-network/broken.case.yaml", "case: broken\nrequest: {object: {}}\nexpects: {decision: deny}\n");
    const { code, tests, messages } = runVitest();
    expect(code).toBe(1);
    expect(
      tests
        .filter((line) => line.endsWith("failed"))
        .every((line) => line.startsWith("cases/no-host-network/broken.case.yaml")),
    ).toBe(true);
    expect(tests.filter((line) => line.endsWith("passed"))).toHaveLength(6);
    expect(messages.join("\n")).toContain("`expects`");
  });

  it("makes a test of every property and engine, in the file that asks for it", () => {
    const lines = ["labels-alike", "{property: dry-run-alike, engines: [cel]}", "names-alike"];
    write("assay.yaml", `runs: 5\nproperties:\n  no-host-network: [${lines.join(", ")}]\n`);
    write(
      "rego/no-host-network/no-host-network.rego",
      `package fixture.no_host_network

deny contains "host network" if {
	input.request.object.spec.hostNetwork
	not input.request.object.metadata.labels.policy
}
`,
    );
    const { code, tests, messages } = runVitest("assay.yaml");
    expect(tests).toEqual([
      "assay.yaml: no-host-network property labels-alike [rego] failed",
      "assay.yaml: no-host-network property labels-alike [cel] passed",
      "assay.yaml: no-host-network property dry-run-alike [cel] passed",
      "assay.yaml: no-host-network property names-alike [rego] passed",
      "assay.yaml: no-host-network property names-alike [cel] passed",
    ]);
    expect(messages.join("\n")).toContain("labels have one more key: denied before and allowed after");
    expect(messages.join("\n")).toContain("assay.yaml:3:21");
    expect(code).toBe(1);
  });

  it("makes a test of every case of a Suite of gator, where the Suite lies", () => {
    for (const folder of ["rego", "cel", "cases"]) rmSync(join(project, folder), { recursive: true });
    mkdirSync(join(project, "s"));
    const cases = [written("good", "good", "{violations: no}"), written("bad", "bad", "{violations: no}")];
    for (const [path, text] of Object.entries({ ...files, "s/suite.yaml": suite(cases) })) write(path, text);
    const { code, tests, messages } = runVitest();
    expect(tests).toEqual([
      "s/suite.yaml: s/team good [gatekeeper] passed",
      "s/suite.yaml: s/team bad [gatekeeper] failed",
    ]);
    expect(messages.join("\n")).toContain("expected allow, got deny: `label team is missing`");
    expect(messages.join("\n")).toContain("s/suite.yaml:9:");
    expect(code).toBe(1);
  });

  it("fails when a name filter selects nothing", () => {
    expect(runVitest("-t", "plain").code).toBe(0);
    expect(runVitest("-t", "nosuch").code).toBe(1);
  });

  it("fails when there is no control at all", () => {
    for (const folder of ["rego", "cel", "cases"]) rmSync(join(project, folder), { recursive: true });
    const { code, output } = runVitest();
    expect(code).toBe(1);
    expect(output).toContain("there is no control");
  });
});

interface VitestJson {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs vitest on the project. `tests` are sorted by file, in the order of the file. */
function runVitest(...args: readonly string[]): {
  readonly code: number | null;
  readonly tests: readonly string[];
  readonly messages: readonly string[];
  readonly output: string;
} {
  const report = join(project, "report.json");
  rmSync(report, { force: true });
  const all = [vitestBin, "run", "--root", project, "--reporter=json", `--outputFile=${report}`, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, {
    cwd: project,
    encoding: "utf8",
    env: plainEnv,
  });
  const json = existsSync(report) ? (JSON.parse(readFileSync(report, "utf8")) as VitestJson) : { testResults: [] };
  const files = [...json.testResults].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    code: status,
    tests: files.flatMap((file) =>
      file.assertionResults.map(
        (test) =>
          `${file.name.slice(file.name.indexOf(project) + project.length + 1)}: ${test.fullName} ${test.status}`,
      ),
    ),
    messages: files.flatMap((file) => file.assertionResults.flatMap((test) => test.failureMessages)),
    output: stdout + stderr,
  };
}

/** What a process prints from now on until it has printed each of `awaited`; its two streams keep no order between them. */
function printed({ stdout, stderr }: ChildProcess, ...awaited: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    for (const stream of [stdout, stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        text += chunk.toString("utf8");
        if (awaited.every((each) => text.includes(each))) resolve(text);
      });
    }
  });
}

function write(path: string, text: string): void {
  writeFileSync(join(project, path), text);
}
