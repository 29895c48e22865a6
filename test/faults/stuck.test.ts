import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { type Files, writeFiles } from "./_input.ts";
import { openBench } from "./_judge.ts";

const bench = openBench();
afterAll(() => bench.close());

const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
/** It compares and makes nothing: a module of WASM would run out of memory before it runs out of time. */
const endless = "xs := numbers.range(1, 100000)\n\tcount([1 | some i, j; xs[i] < xs[j]; xs[j] < xs[i]]) > 1";
const rego = (id: string, body: string) =>
  `package ${id}\n\ndeny contains "a" if {\n\tinput.request.object.metadata.name == "bad"\n\t${body}\n}\n`;
const celPolicy = (name: string, expression: string) => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ${name}}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]}
  validations: [{expression: ${JSON.stringify(expression)}}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ${name}}
spec: {policyName: ${name}, validationActions: [Deny]}
`;
/** Each policy has a budget that ends it after about half a second; many have many. */
const cel = (expression: string) =>
  Array.from({ length: 30 }, (_, index) => celPolicy(`a${index}`, expression)).join("---\n");
const around = {
  "cases/c/allow/first.yaml": configMap("first"),
  "cases/c/allow/second.yaml": configMap("second"),
  "cases/c/deny/bad.yaml": configMap("bad"),
};
const loops = "['a','b','c','d','e','f','g','h','i','j'].all(x, ".repeat(7);

test.each([
  ["Rego as WASM", "rego", { "rego/c/p.rego": rego("c", endless) }],
  ["Rego by topdown", "topdown", { "assay.yaml": "engines: [topdown]\n", "rego/c/p.rego": rego("c", endless) }],
  [
    "a regular expression on megabytes",
    "topdown",
    {
      "assay.yaml": "engines: [topdown]\n",
      "rego/c/p.rego": rego(
        "c",
        `some i in numbers.range(1, 1000)\n\tregex.match("(x+x+)+y[0-9]{1,900}$", concat("", [sprintf("%d", [i]), concat("", ["x" | some j in numbers.range(1, 200000)])]))`,
      ),
    },
  ],
  ["CEL", "cel", { "cel/c/p.yaml": cel(`object.metadata.name != 'bad' || ${loops}x != ''${")".repeat(7)}`) }],
] as [string, string, Files][])(
  "%s that does not end is an error of its case alone, and the run goes on",
  async (_, engine, files) => {
    const limit = 1;
    const { exit, report } = await judged({ ...files, ...around }, limit);
    const program = { rego: "rego", topdown: "opa", cel: "kube" }[engine];
    expect({ exit, report }).toEqual({
      exit: 2,
      report: `c
  ✗ bad [${engine}]
    expected: deny
    got:      error; errors: "engine \`${program}\` was stopped: it did not finish within ${limit} s (engine-timeout)"
    at cases/c/deny/bad.yaml:1:1

Problems
  ✗ cases/c/deny/bad.yaml:1:1 [engine-timeout]
    engine \`${program}\` was stopped: it did not finish within ${limit} s
    make the policy or its input smaller, or give more time with --timeout

2 passed, 1 failed, 1 problem in 0.00 s
`,
    });
  },
);

test("without --timeout the limit is 10 s, for every engine by itself", async () => {
  const root = project({ "assay.yaml": "engines: [rego, topdown]\n", "rego/c/p.rego": rego("c", endless), ...around });
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../harness/cli/main.ts"), "test"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  const [code] = await once(child, "close");
  expect(code).toBe(2);
  expect(stdout.match(/engine `\w+` was stopped: it did not finish within 10 s(?= \()/g)).toEqual([
    "engine `rego` was stopped: it did not finish within 10 s",
    "engine `opa` was stopped: it did not finish within 10 s",
  ]);
  expect(stdout).toMatch(/^4 passed, 2 failed, 2 problems in \d+\.\d\d s$/m);
});

async function judged(files: Files, limit: number) {
  const warm = project({
    "assay.yaml": files["assay.yaml"] ?? null,
    "rego/c/p.rego": "package c\n\ndeny contains 1 if false\n",
    "cel/c/p.yaml": cel("true"),
    "cases/c/allow/a.yaml": configMap("a"),
  });
  await bench.judge(warm, limit); // starting an engine has a limit of its own
  return bench.judge(project(files), limit);
}

function project(files: Files): string {
  const root = writeFiles(files);
  onTestFinished(() => rmSync(root, { recursive: true }));
  return root;
}
