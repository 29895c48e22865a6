import { describe, expect, onTestFinished, test } from "vitest";
import { assay, type Ended } from "./_assay.ts";
import { gitRepository } from "./_git-repository.ts";

const release = (text: string): string => `kubernetes: "${text}"\n`;
const pod = `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {securityContext: {sysctls: [{name: net.ipv4.tcp_keepalive_time, value: "600"}]}, containers: [{name: web, image: "registry.example/web:1"}]}}`;
const project = {
  "podsecurity/sysctls/policy.yaml": `checks: [sysctls]
configuration:
  apiVersion: pod-security.admission.config.k8s.io/v1
  kind: PodSecurityConfiguration
  defaults: {enforce: baseline, enforce-version: latest}
`,
  "cases/sysctls/deny/keepalive.yaml": `${pod}\n`,
};
/** A case of an old cluster. */
const old = `case: an old cluster\nrequest: {operation: CREATE, object: ${pod}}\nkubernetes: "1.28"\nexpect: {decision: deny}\n`;

/** What `assay gate` says where `assay.yaml` was one and is another. */
async function gated(
  [before, after]: readonly [string | undefined, string | undefined],
  {
    args = [],
    more = {},
  }: { readonly args?: readonly string[]; readonly more?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  const repository = await gitRepository();
  onTestFinished(() => repository.delete());
  const settings = before === undefined ? {} : { "assay.yaml": before };
  await repository.commit({ ...project, ...more, ...settings });
  repository.write({ "assay.yaml": after });
  return assay(["gate", "--base", "HEAD", "--runs", "0", "--format", "json", ...args], { cwd: repository.root });
}

describe("`assay gate` where `kubernetes` changed and no policy did", () => {
  test("judges each revision under its own release", async () => {
    const { code, stdout } = await gated([release("1.28"), release("1.29")]);
    const report: unknown = JSON.parse(stdout);
    expect(report).toMatchObject({
      comparisons: [{ control: "sysctls", change: { diff: expect.stringContaining("-1.28\n+1.29") } }],
      findings: [{ differences: ["`podsecurity@base` denies, `podsecurity@head` allows"] }],
      problems: [],
    });
    expect(code).toBe(1);
  });

  test("takes no setting for the release that the engine is built from", async () => {
    for (const [settings, says] of [
      [[undefined, release("1.28")], "`podsecurity@base` allows, `podsecurity@head` denies"],
      [[release("1.28"), undefined], "`podsecurity@base` denies, `podsecurity@head` allows"],
    ] as const) {
      const { stdout } = await gated(settings);
      expect(JSON.parse(stdout)).toMatchObject({ findings: [{ differences: [says] }], problems: [] });
    }
  });

  test("judges a case that names a release under that one in both", async () => {
    const more = { "cases/sysctls/old.case.yaml": old };
    const { stdout } = await gated([release("1.28"), release("1.29")], { more, args: ["--case", "an old cluster"] });
    expect(JSON.parse(stdout)).toMatchObject({
      comparisons: [{ cases: 1, agreed: 1, differed: 0, decided: { left: { deny: 1 }, right: { deny: 1 } } }],
      findings: [],
    });
  });

  test("compares nothing under the one release that `--kubernetes` names", async () => {
    const { code, stdout } = await gated([release("1.28"), release("1.29")], { args: ["--kubernetes", "1.28"] });
    expect(JSON.parse(stdout)).toMatchObject({ outcomes: [{ status: "skipped" }], comparisons: [], findings: [] });
    expect(code).toBe(0);
  });

  test("says of a policy that one release does not know what it does not know", async () => {
    const more = {
      "cel/named/policy.yaml": `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: named}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: "!isIP(object.metadata.name)", message: named}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: named}
spec: {policyName: named, validationActions: [Deny]}
`,
    };
    const { code, stdout } = await gated([release("1.28"), release("1.29")], { more });
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [{ control: "sysctls" }],
      problems: [
        {
          message: expect.stringMatching(
            /^in the revision `base`: .*undeclared reference to 'isIP'.*in Kubernetes 1\.28/s,
          ),
          place: { path: "cel/named/policy.yaml" },
        },
        { message: expect.stringMatching(/in Kubernetes 1\.29/) },
        { message: expect.stringMatching(/^not compared, .*: `named`$/) },
      ],
    });
    expect(code).toBe(2);
  });
});
