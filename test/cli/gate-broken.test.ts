import { describe, expect, test } from "vitest";
import type { Report } from "../../harness/model/index.ts";
import { assay } from "./_assay.ts";
import { folderWith } from "./_folder.ts";

const rego = (name: string, field: string): string =>
  `package ${name}\n\ndeny contains "${name}" if input.request.object.spec.${field} == data.limits.${name}\n`;
const vap = (field: string): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: shared}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: "!has(object.spec.${field})", message: shared}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: shared}
spec: {policyName: shared, validationActions: [Deny]}
`;
const config = "data: [limits.yaml]\n";
/** Two controls in Rego and one in CEL; each decides otherwise in the one and in the other. */
const project = (field: string): Readonly<Record<string, string>> => ({
  "assay.yaml": config,
  "limits.yaml": "limits: {one: true, two: true}\n",
  "rego/one/policy.rego": rego("one", field),
  "rego/two/policy.rego": rego("two", field),
  "cel/shared/policy.yaml": vap(field),
});

/** What `assay gate` finds between two projects, files of the one and of the other replaced. */
async function gated(
  base: Readonly<Record<string, string>>,
  head: Readonly<Record<string, string>>,
): Promise<Report & { readonly compared: readonly (string | undefined)[] }> {
  const under = (folder: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
  const { root } = folderWith({
    ...under("old", { ...project("hostPID"), ...base }),
    ...under("new", { ...project("hostIPC"), ...head }),
  });
  const { code, stdout } = await assay(
    ["gate", "--base", "./old", "--head", "./new", "--runs", "50", "--format", "json"],
    { cwd: root },
  );
  expect(code).toBe(2);
  const report = JSON.parse(stdout) as Report;
  return { ...report, compared: (report.comparisons ?? []).map(({ control }) => control) };
}

const notCompared = (...ids: readonly string[]): object => ({
  message: `not compared, since not all policies of both revisions can be read and compiled: ${ids.map((id) => `\`${id}\``).join(", ")}`,
  hint: expect.stringContaining("compare with a revision in which it is not"),
});
const brokenRego = { "rego/one/policy.rego": "package one\n\ndeny contains" };
const brokenYaml = { "cel/shared/policy.yaml": vap("hostIPC").replace("spec:\n", "spec: [\n") };

describe("`assay gate`", () => {
  test.each([
    ["in Rego of the base", brokenRego, {}, "one", { path: "rego/one/policy.rego", line: 3 }],
    ["in Rego of the head", {}, brokenRego, "one", { path: "rego/one/policy.rego", line: 3 }],
    ["in YAML of the base", brokenYaml, {}, "shared", { path: "cel/shared/policy.yaml" }],
    ["in YAML of the head", {}, brokenYaml, "shared", { path: "cel/shared/policy.yaml" }],
  ])("makes a policy %s that is broken a problem with its place, and compares the others", async (...given) => {
    const [_, base, head, id, place] = given;
    const { compared, findings, problems } = await gated(base, head);
    const others = ["one", "shared", "two"].filter((one) => one !== id);
    expect(compared).toEqual(others);
    expect([...new Set(findings.map(({ control }) => control))]).toEqual(others);
    expect(problems[0]).toMatchObject({ code: "bad-policy", place });
    expect(problems[0]?.message.startsWith("in the revision `base`: ")).toBe(Object.keys(base).length > 0);
    expect(problems.at(-1)).toMatchObject(notCompared(id));
  });

  test.each(["base", "head"])(
    "compares what needs no module of the library that is broken in the %s",
    async (where) => {
      const good = 'package lib.pods\n\nis_pod if input.request.kind.kind == "Pod"\n';
      const using = {
        "rego/two/policy.rego": `${rego("two", "hostPID")}\ndeny contains "pod" if not data.lib.pods.is_pod\n`,
      };
      const [sound, broken] = [good, `${good}\nother if`].map((text) => ({ ...using, "rego/lib/pods.rego": text }));
      const { compared, problems } = await gated(
        where === "base" ? (broken ?? {}) : (sound ?? {}),
        where === "head" ? (broken ?? {}) : (sound ?? {}),
      );
      expect(compared).toEqual(["one", "shared"]);
      expect(problems[0]).toMatchObject({ code: "bad-policy", place: { path: "rego/lib/pods.rego", line: 5 } });
      expect(problems.at(-1)).toMatchObject(notCompared("two"));
    },
  );

  test("compares no control whose data cannot be read, rather than to take it for one without data", async () => {
    const { compared, problems } = await gated({}, { "limits.yaml": "limits: [\n" });
    expect(compared).toEqual(["shared"]);
    expect(problems).toMatchObject([{ code: "bad-yaml", place: { path: "limits.yaml" } }, notCompared("one", "two")]);
  });

  test.each([
    ["base", { "assay.yaml": "rego: [\n" }, {}],
    ["head", {}, { "assay.yaml": "rego: [\n" }],
  ])("takes no policy for new or removed where the configuration of the %s cannot be read", async (_, base, head) => {
    const { compared, outcomes, findings, problems } = await gated(base, head);
    expect({ compared, outcomes, findings }).toEqual({ compared: [], outcomes: [], findings: [] });
    expect(problems).toMatchObject([
      { code: "bad-yaml", place: { path: "assay.yaml" } },
      notCompared("one", "shared", "two"),
    ]);
  });

  test("lets no approval expire of a control that it cannot compare", async () => {
    const approvals =
      "- {control: one, engines: [rego], flip: allow to deny, reason: ours, cause: '0123456789abcdef', change: '0123456789abcdef'}\n";
    for (const [broken, expired] of [
      [brokenRego, 0],
      [{ "assay.yaml": "rego: [\n" }, 0],
      [brokenYaml, 1],
    ] as const) {
      const { findings } = await gated(broken, { "assay-approvals.yaml": approvals });
      expect(findings.filter(({ kind }) => kind === "stale-difference")).toHaveLength(expired);
    }
  });
});
