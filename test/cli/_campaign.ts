import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, onTestFinished } from "vitest";
import type { Report } from "../../harness/model/index.ts";
import schema from "../../harness/report/report.schema.json" with { type: "json" };
import { assay } from "./_assay.ts";

const isReport = new Ajv2020({ strict: true }).compile(schema);

const pod = (name: string, image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: app, image: "${image}"}]}\n`;
const vap = (name: string, expression: string): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ${name}}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  validations: [{expression: "${expression}", message: "image tag"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ${name}}
spec: {policyName: ${name}, validationActions: [Deny]}
`;
const rego = (name: string, condition: string): string =>
  `package ${name}\n\ndeny contains "image tag" if {\n\tsome c in input.request.object.spec.containers\n\t${condition}\n}\n`;
const coded = `case: expects a code that no engine gives
request:
  object: ${JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "e" }, spec: { containers: [{ name: "app", image: "a:latest" }] } })}
expect: {decision: deny, code: 422, engines: {podsecurity: {decision: allow}}}
`;

/** Twins that differ, wrong cases, a control without cases, one that does not compile, and a list of differences of which one is none. */
const files: Readonly<Record<string, string>> = {
  "assay.yaml": `runs: 4\nproperties: {"*": [order-alike, dry-run-alike]}\n`,
  "known-differences.yaml": `- {control: latest, case: digest, engines: [rego, cel], reason: Rego looks at the end only}
- {control: latest, case: fine, engines: [rego, cel], reason: this was true once}
- {control: latest, property: order-alike, engines: [rego], reason: so was this}
`,
  "rego/latest/policy.rego": rego("latest", `endswith(c.image, ":latest")`),
  "cel/latest/policy.yaml": vap("latest", "object.spec.containers.all(c, !c.image.contains(':latest'))"),
  "cases/latest/allow/fine.yaml": pod("fine", "a:1"),
  "cases/latest/allow/digest.yaml": pod("digest", "a:latest@sha256:1111"),
  "cases/latest/deny/latest.yaml": pod("latest", "a:latest"),
  "cases/latest/deny/wrong.yaml": pod("wrong", "a:2"),
  "cases/latest/deny/list.yaml": [pod("one", "a:latest"), pod("two", "b:latest"), pod("three", "b:3")].join("---\n"),
  "rego/alone/policy.rego": rego("alone", `c.image == "alone"`),
  "rego/coded/policy.rego": rego("coded", `endswith(c.image, ":latest")`),
  "cases/coded/coded.case.yaml": coded,
  "cases/coded/allow/fine.yaml": pod("fine", "a:1"),
  "rego/torn/policy.rego": "package torn\n\ndeny contains {",
  "cel/torn/policy.yaml": vap("torn", "object.spec.containers.all(c, c.image != 'torn')"),
  "cases/torn/allow/fine.yaml": pod("fine", "a:1"),
  "cases/torn/deny/torn.yaml": pod("torn", "torn"),
};

/** A project in a fresh folder. */
export function campaignProject(): { readonly root: string; write(path: string, text: string): void } {
  const root = mkdtempSync(join(tmpdir(), "assay-campaign-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { root, write };
}

/** Runs a command as a whole, and as shards that are merged. */
export async function wholeAndMerged(
  root: string,
  args: readonly string[],
  count: number,
): Promise<{ readonly whole: Report; readonly merged: Report; readonly codes: readonly (number | null)[] }> {
  const into = (file: string): readonly string[] => ["--format", "json", "--output", file];
  mkdirSync(join(root, "out", "shards"), { recursive: true });
  const run = (words: readonly string[]) => assay(words, { cwd: root });
  const shards = Array.from({ length: count }, (_, at) => `${at + 1}`);
  const [ended] = await Promise.all([
    run([...args, ...into("out/whole.json")]),
    ...shards.map((at) => run([...args, "--shard", `${at}/${count}`, ...into(`out/shards/${at}.json`)])),
  ]);
  const merging = await run(["merge", "out/shards", ...into("out/merged.json")]);
  const read = (file: string): Report => {
    const text = readFileSync(join(root, file), "utf8");
    expect(isReport(JSON.parse(text)), JSON.stringify(isReport.errors)).toBe(true);
    return JSON.parse(text, (key, value: unknown) => (key === "milliseconds" ? 0 : value)) as Report;
  };
  for (const at of shards) expect(read(`out/shards/${at}.json`).shard).toMatchObject({ index: Number(at), count });
  return { whole: read("out/whole.json"), merged: read("out/merged.json"), codes: [ended.code, merging.code] };
}
