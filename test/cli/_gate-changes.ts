/** A control before and after a change, path in the control's folder of an engine to text. */
export interface PolicyEdit {
  readonly about: string;
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  /** Of the flips the kind, and what the smallest object has in its spec. Empty: nothing flips. */
  readonly flips: readonly { readonly says: string; readonly request: unknown }[];
}

const pod = (spec: object): object => ({ apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec });
const container = { name: "a", image: "a" };

/** A ValidatingAdmissionPolicy about Pods with its binding. */
function vap(id: string, validation: string, { operations = "CREATE", more = "", actions = "Deny" } = {}): string {
  return `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ${id}}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [${operations}], resources: [pods]}]
${more}  validations:
    - expression: ${validation}
      message: ${id}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ${id}}
spec: {policyName: ${id}, validationActions: [${actions}]}
`;
}

function rego(id: string, body: string): string {
  return `package ${id.replaceAll("-", "_")}\n\n${body}`;
}

function cel(id: string, text: string): Readonly<Record<string, string>> {
  return { [`cel/${id}/policy.yaml`]: text };
}

const edit = (
  about: string,
  before: PolicyEdit["before"],
  after: PolicyEdit["after"],
  flips: PolicyEdit["flips"] = [],
): PolicyEdit => ({ about, before, after, flips });

const hostPid = 'deny contains "host-pid" if input.request.object.spec.hostPID == true\n';
const images = `deny contains msg if {
	some c in input.request.object.spec.containers
	not regex.match(\`^registry\\.example/\`, c.image)
	msg := "image"
}
`;
const privileged = (id: string, lists: readonly string[]): string =>
  vap(
    id,
    `"${lists.map((list) => `!(has(object.spec.${list}) && object.spec.${list}.exists(c, has(c.securityContext) && has(c.securityContext.privileged) && c.securityContext.privileged))`).join(" && ")}"`,
  );
const podSecurity = (version: string): string => `checks: [sysctls]
configuration:
  apiVersion: pod-security.admission.config.k8s.io/v1
  kind: PodSecurityConfiguration
  defaults: {enforce: baseline, enforce-version: ${version}, audit: baseline, audit-version: ${version}, warn: baseline, warn-version: ${version}}
`;

/** What people do to policies, by control. */
export const policyEdits: Readonly<Record<string, PolicyEdit>> = {
  "renamed-helper": edit(
    "a helper is renamed",
    {
      "rego/renamed-helper/policy.rego": rego(
        "renamed-helper",
        `bad(c) if c.securityContext.privileged == true\n\ndeny contains "privileged" if {\n\tsome c in input.request.object.spec.containers\n\tbad(c)\n}\n`,
      ),
    },
    {
      "rego/renamed-helper/policy.rego": rego(
        "renamed-helper",
        `is_privileged(c) if c.securityContext.privileged == true\n\ndeny contains "privileged" if {\n\tsome c in input.request.object.spec.containers\n\tis_privileged(c)\n}\n`,
      ),
    },
  ),
  reordered: edit(
    "rules and conditions change places",
    {
      "rego/reordered/policy.rego": rego(
        "reordered",
        `deny contains "network" if {\n\tinput.request.kind.kind == "Pod"\n\tinput.request.object.spec.hostNetwork == true\n}\n\ndeny contains "ipc" if input.request.object.spec.hostIPC == true\n`,
      ),
    },
    {
      "rego/reordered/policy.rego": rego(
        "reordered",
        `deny contains "ipc" if input.request.object.spec.hostIPC == true\n\ndeny contains "network" if {\n\tinput.request.object.spec.hostNetwork == true\n\tinput.request.kind.kind == "Pod"\n}\n`,
      ),
    },
  ),
  extracted: edit(
    "a function moves into the library",
    {
      "rego/extracted/policy.rego": rego(
        "extracted",
        `shares(spec) if spec.hostPID == true\n\nshares(spec) if spec.hostIPC == true\n\ndeny contains "shares" if shares(input.request.object.spec)\n`,
      ),
    },
    {
      "rego/lib/host.rego":
        "package lib.host\n\nshares(spec) if spec.hostPID == true\n\nshares(spec) if spec.hostIPC == true\n",
      "rego/extracted/policy.rego": rego(
        "extracted",
        `import data.lib.host\n\ndeny contains "shares" if host.shares(input.request.object.spec)\n`,
      ),
    },
  ),
  comments: edit(
    "comments are written",
    { "rego/comments/policy.rego": rego("comments", hostPid) },
    { "rego/comments/policy.rego": rego("comments", `# No Pod sees the processes of its node.\n${hostPid}`) },
  ),
  reformatted: edit(
    "an expression is broken into lines",
    cel("reformatted", vap("reformatted", `"!(has(object.spec.hostPID) && object.spec.hostPID)"`)),
    cel(
      "reformatted",
      vap(
        "reformatted",
        `>-\n        !(\n          has(object.spec.hostPID)\n          && object.spec.hostPID\n        )`,
      ),
    ),
  ),
  moved: edit(
    "Rego becomes CEL that says the same",
    {
      "rego/moved/policy.rego": rego(
        "moved",
        `deny contains "moved" if {\n\tinput.request.operation == "CREATE"\n\tinput.request.kind.kind == "Pod"\n\tinput.request.object.spec.hostPID == true\n}\n`,
      ),
    },
    cel("moved", vap("moved", `"!(has(object.spec.hostPID) && object.spec.hostPID)"`)),
  ),
  "loosened-regex": edit(
    "a regular expression loses its anchor",
    { "rego/loosened-regex/policy.rego": rego("loosened-regex", images) },
    { "rego/loosened-regex/policy.rego": rego("loosened-regex", images.replace("^registry", "registry")) },
    [
      {
        says: "`rego@base` denies, `rego@head` allows",
        request: pod({ containers: [{ name: "a", image: expect("registry.example/") }] }),
      },
    ],
  ),
  "dropped-list": edit(
    "a list of containers is forgotten",
    cel("dropped-list", privileged("dropped-list", ["containers", "initContainers"])),
    cel("dropped-list", privileged("dropped-list", ["containers"])),
    [
      {
        says: "`cel@base` denies, `cel@head` allows",
        request: pod({
          containers: [{ ...container, name: "b" }],
          initContainers: [{ ...container, securityContext: { privileged: true } }],
        }),
      },
    ],
  ),
  exempted: edit(
    "a user is exempt",
    cel("exempted", vap("exempted", `"!(has(object.spec.hostPID) && object.spec.hostPID)"`)),
    cel(
      "exempted",
      vap("exempted", `"!(has(object.spec.hostPID) && object.spec.hostPID)"`, {
        more: `  matchConditions: [{name: exempt, expression: "request.namespace != 'node-agents'"}]\n`,
      }),
    ),
    [
      {
        says: "`cel@base` denies, `cel@head` lets it pass, since nothing applies",
        request: {
          ...pod({ containers: [container], hostPID: true }),
          metadata: { name: "a", namespace: "node-agents" },
        },
      },
    ],
  ),
  "upgraded-version": edit(
    "PodSecurity's version goes up",
    {
      "podsecurity/upgraded-version/policy.yaml": podSecurity("v1.28"),
      "cases/upgraded-version/deny/keepalive.yaml":
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec:\n  securityContext: {sysctls: [{name: net.ipv4.tcp_keepalive_time, value: '600'}]}\n  containers: [{name: web, image: 'registry.example/web:1'}]\n",
    },
    { "podsecurity/upgraded-version/policy.yaml": podSecurity("v1.29") }, // the case goes with the old version
    [
      {
        says: "`podsecurity@base` denies, `podsecurity@head` allows",
        request: pod({
          containers: [container],
          securityContext: { sysctls: [{ name: "net.ipv4.tcp_keepalive_time" }] },
        }),
      },
    ],
  ),
  migrated: edit(
    "Rego becomes CEL, and one rule is lost",
    {
      "rego/migrated/policy.rego": rego(
        "migrated",
        `deny contains "migrated" if {\n\tinput.request.operation == "CREATE"\n\tinput.request.kind.kind == "Pod"\n\tshared\n}\n\nshared if input.request.object.spec.hostPID == true\n\nshared if input.request.object.spec.hostIPC == true\n`,
      ),
    },
    cel("migrated", vap("migrated", `"!(has(object.spec.hostPID) && object.spec.hostPID)"`)),
    [{ says: "`rego@base` denies, `cel@head` allows", request: pod({ containers: [container], hostIPC: true }) }],
  ),
  "dropped-has": edit(
    "a test for a field is dropped",
    cel(
      "dropped-has",
      vap("dropped-has", `"!has(object.spec.priorityClassName) || object.spec.priorityClassName != 'system'"`),
    ),
    cel("dropped-has", vap("dropped-has", `"object.spec.priorityClassName != 'system'"`)),
    [{ says: "`cel@base` allows, `cel@head` fails", request: pod({ containers: [container] }) }],
  ),
  "widened-operations": edit(
    "an operation is added",
    cel(
      "widened-operations",
      vap("widened-operations", `"!has(object.metadata.labels) || !('debug' in object.metadata.labels)"`),
    ),
    cel(
      "widened-operations",
      vap("widened-operations", `"!has(object.metadata.labels) || !('debug' in object.metadata.labels)"`, {
        operations: "CREATE, UPDATE",
      }),
    ),
    [
      {
        says: "`cel@base` lets it pass, since nothing applies, `cel@head` denies",
        request: { ...pod({ containers: [container] }), metadata: { name: "a", labels: { debug: expect("") } } },
      },
    ],
  ),
  "muted-warning": edit(
    "a warning becomes an audit annotation",
    cel("muted-warning", vap("muted-warning", `"!has(object.spec.hostIPC)"`, { actions: "Warn" })),
    cel("muted-warning", vap("muted-warning", `"!has(object.spec.hostIPC)"`, { actions: "Audit" })),
    [
      {
        says: "`cel@base` allows with a warning, `cel@head` allows without one",
        request: pod({ containers: [container], hostIPC: true }),
      },
    ],
  ),
  "ignored-failure": edit(
    "failures are ignored",
    cel(
      "ignored-failure",
      vap("ignored-failure", `"object.spec.priorityClassName != 'system'"`, { more: "  failurePolicy: Fail\n" }),
    ),
    cel(
      "ignored-failure",
      vap("ignored-failure", `"object.spec.priorityClassName != 'system'"`, { more: "  failurePolicy: Ignore\n" }),
    ),
    [
      {
        says: "`cel@base` fails and refuses it, `cel@head` fails and lets it pass",
        request: pod({ containers: [container] }),
      },
    ],
  ),
};

/** A text of which only a part matters. */
function expect(part: string): { readonly part: string } {
  return { part };
}
