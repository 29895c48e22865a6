import type { JsonObject, Trial, World } from "../../harness/model/index.ts";

/** A property with a policy that breaks it and one of which it holds. */
export interface Planted {
  readonly property: string;
  /** What is wrong with the one. */
  readonly slip: string;
  readonly engine: "rego" | "cel";
  readonly breaks: string;
  readonly holds: string;
  readonly trial: Trial;
  readonly how: string;
  /** The decisions before and after. */
  readonly decisions: readonly [string, string];
  /** The object that it shrinks to. */
  readonly smallest: JsonObject;
  readonly param?: string;
  readonly breakpoints?: readonly string[];
}

const image = "registry.example/app:1";
const plain: JsonObject = { name: "app", image, env: [{ name: "A", value: "b" }] };
const privileged: JsonObject = { ...plain, securityContext: { privileged: true, runAsUser: 1000 } };
/** What is left of a Pod that nothing asks anything of. */
const least: JsonObject = { name: "a", image: "a" };

/** A container that every policy here allows. */
export const allowed: JsonObject = { name: "app", image };

function creating(spec: JsonObject, world: World = {}, metadata: JsonObject = {}): Trial {
  const json: JsonObject = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "app", labels: { app: "app" }, ...metadata },
    spec: { terminationGracePeriodSeconds: 5, ...spec },
  };
  return { request: { operation: "CREATE", object: { json } }, world };
}

function pod(spec: JsonObject, metadata: JsonObject = { name: "a" }): JsonObject {
  return { apiVersion: "v1", kind: "Pod", metadata, spec };
}

const bad: JsonObject = { ...least, securityContext: { privileged: true } };

const privilegedIn = (lists: string): string => `some list in ${lists}
	some container in input.request.object.spec[list]
	container.securityContext.privileged`;
const anyPrivileged = privilegedIn(`["initContainers", "containers", "ephemeralContainers"]`);
const rego = (...conditions: readonly string[]): string =>
  `package planted\n\ndeny contains "no" if {\n\t${conditions.join("\n\t")}\n}\n`;
const cel = (expression: string): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: planted}
spec:
  matchConstraints:
    resourceRules:
    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods, pods/ephemeralcontainers]}
  validations:
  - {expression: ${JSON.stringify(expression)}, message: "no"}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: planted}
spec: {policyName: planted, validationActions: [Deny]}
`;

export const planted: readonly Planted[] = [
  {
    property: "container-lists-alike",
    slip: "it forgets initContainers",
    engine: "rego",
    breaks: rego(privilegedIn(`["containers", "ephemeralContainers"]`)),
    holds: rego(anyPrivileged),
    trial: creating({ containers: [plain, { ...privileged, name: "bad" }] }),
    how: "a container became a sidecar",
    decisions: ["deny", "allow"],
    smallest: pod({ containers: [bad] }),
  },
  {
    property: "container-lists-alike",
    slip: "it forgets ephemeralContainers",
    engine: "cel",
    breaks: cel(
      "(object.spec.containers + object.spec.?initContainers.orValue([])).all(c, !c.?securityContext.?privileged.orValue(false))",
    ),
    holds: cel(
      "(object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([])).all(c, !c.?securityContext.?privileged.orValue(false))",
    ),
    trial: creating({ containers: [privileged], volumes: [{ name: "v" }] }),
    how: "a container became an ephemeral container",
    decisions: ["deny", "allow"],
    smallest: pod({ containers: [bad] }),
  },
  {
    property: "workloads-alike",
    slip: "it looks at Pods alone",
    engine: "rego",
    breaks: rego(anyPrivileged),
    holds: `package planted

specs contains input.request.object.spec

specs contains input.request.object.template.spec

specs contains input.request.object.spec.template.spec

specs contains input.request.object.spec.jobTemplate.spec.template.spec

deny contains "no" if {
	some spec in specs
	some container in spec.containers
	container.securityContext.privileged
}
`,
    trial: creating({ containers: [privileged, { ...plain, name: "other" }] }),
    how: "the Pod became a ReplicationController",
    decisions: ["deny", "allow"],
    smallest: pod({ containers: [bad] }),
  },
  {
    property: "missing-null-zero-alike",
    slip: "it takes null for a profile",
    engine: "rego",
    breaks: rego("not input.request.object.spec.securityContext.seccompProfile"),
    holds: rego("not input.request.object.spec.securityContext.seccompProfile.type"),
    trial: creating({ securityContext: { runAsUser: 1 }, containers: [plain] }, { raw: true }),
    how: "securityContext.seccompProfile is null where it was missing",
    decisions: ["deny", "allow"],
    smallest: { apiVersion: "v1", kind: "Pod", spec: { securityContext: {} } },
  },
  {
    property: "missing-null-zero-alike",
    slip: "it takes an empty securityContext for one that says something",
    engine: "cel",
    breaks: cel("object.spec.containers.all(c, has(c.securityContext))"),
    holds: cel("object.spec.containers.all(c, has(c.securityContext) && has(c.securityContext.runAsUser))"),
    trial: creating({ containers: [plain] }),
    how: "containers.securityContext is {} where it was missing",
    decisions: ["deny", "allow"],
    smallest: pod({ containers: [least] }),
  },
  {
    property: "defaults-alike",
    slip: "it denies a volume without a source, which the server makes an emptyDir",
    engine: "rego",
    breaks: rego("some volume in input.request.object.spec.volumes", "count(volume) == 1"),
    holds: rego("some volume in input.request.object.spec.volumes", "volume.hostPath"),
    trial: creating({ containers: [plain], volumes: [{ name: "v" }] }, { raw: true }),
    how: "the object was completed by the API server",
    decisions: ["deny", "allow"],
    smallest: pod({ containers: [least], volumes: [{ name: "a" }] }),
  },
  {
    property: "order-alike",
    slip: "it looks at the first container alone",
    engine: "rego",
    breaks: rego("input.request.object.spec.containers[0].securityContext.privileged"),
    holds: rego(anyPrivileged),
    trial: creating({ containers: [privileged, { ...plain, name: "other" }] }),
    how: "the order of every list was turned round",
    decisions: ["deny", "allow"],
    smallest: pod({ containers: [bad, { ...least, name: "b" }] }),
  },
  {
    property: "names-alike",
    slip: "it excuses a container by its name",
    engine: "cel",
    breaks: cel(
      "object.spec.containers.all(c, c.name == 'istio-proxy' || !c.?securityContext.?privileged.orValue(false))",
    ),
    holds: cel("object.spec.containers.all(c, !c.?securityContext.?privileged.orValue(false))"),
    trial: creating({ containers: [privileged] }),
    how: "one of containers has another name",
    decisions: ["deny", "allow"],
    smallest: pod({ containers: [bad] }),
  },
  {
    property: "labels-alike",
    slip: "anybody may label a Pod as exempt",
    engine: "rego",
    breaks: rego(anyPrivileged, `not input.request.object.metadata.labels.policy == "exempt"`),
    holds: rego(anyPrivileged),
    trial: creating({ containers: [privileged] }),
    how: "labels have one more key",
    decisions: ["deny", "allow"],
    smallest: pod({ containers: [bad] }),
  },
  {
    property: "annotations-alike",
    slip: "it fails on annotations",
    engine: "cel",
    breaks: cel("!has(object.metadata.annotations) || object.metadata.annotations['owner'] != ''"),
    holds: cel("!has(object.metadata.annotations) || object.metadata.annotations.all(k, k != '')"),
    trial: creating({ containers: [plain] }),
    how: "annotations have one more key",
    decisions: ["allow", "error"],
    smallest: pod({ containers: [least] }),
  },
  {
    property: "compliant-container",
    slip: "it counts containers",
    engine: "rego",
    breaks: rego("count(input.request.object.spec.containers) > 1"),
    holds: rego(anyPrivileged),
    trial: creating({ containers: [plain] }),
    how: "a container that is allowed was added before the others",
    decisions: ["allow", "deny"],
    smallest: pod({ containers: [least] }),
  },
  {
    property: "compliant-beside-bad",
    slip: "it says `exists` where `all` is meant",
    engine: "cel",
    breaks: cel("object.spec.containers.exists(c, !c.?securityContext.?privileged.orValue(false))"),
    holds: cel("object.spec.containers.all(c, !c.?securityContext.?privileged.orValue(false))"),
    trial: creating({ containers: [privileged] }),
    how: "a container that is allowed was added behind the others",
    decisions: ["deny", "allow"],
    smallest: pod({ containers: [bad] }),
  },
  {
    property: "fewer-containers",
    slip: "one container has to set for all",
    engine: "rego",
    breaks: `${rego("not any_user")}\nany_user if input.request.object.spec.containers[_].securityContext.runAsUser\n`,
    holds: rego(anyPrivileged),
    trial: creating({
      containers: [
        { ...plain, securityContext: { runAsUser: 7 } },
        { ...plain, name: "other" },
      ],
    }),
    how: "one of containers was left out",
    decisions: ["allow", "deny"],
    smallest: pod({
      containers: [
        { ...least, securityContext: { runAsUser: 0 } },
        { ...least, name: "b" },
      ],
    }),
  },
  {
    property: "locality",
    slip: "it counts containers",
    engine: "rego",
    breaks: rego("count(input.request.object.spec.containers) > 1"),
    holds: rego(anyPrivileged),
    trial: creating({ containers: [plain, { ...privileged, name: "bad" }] }),
    how: "the only one of containers that is denied was replaced",
    decisions: ["deny", "deny"],
    smallest: pod({ containers: [least, { ...least, name: "b" }] }),
  },
  {
    property: "update-alike",
    slip: "it does not look at updates",
    engine: "rego",
    breaks: rego(`input.request.operation == "CREATE"`, anyPrivileged),
    holds: rego(anyPrivileged),
    trial: creating({ containers: [privileged] }),
    how: "an update changed the image of one of containers",
    decisions: ["deny", "allow"],
    smallest: pod({ containers: [bad] }),
  },
  {
    property: "dry-run-alike",
    slip: "it lets dry runs pass",
    engine: "cel",
    breaks: cel("request.dryRun || object.spec.containers.all(c, !c.?securityContext.?privileged.orValue(false))"),
    holds: cel("object.spec.containers.all(c, !c.?securityContext.?privileged.orValue(false))"),
    trial: creating({ containers: [privileged] }),
    how: "the request became a dry run",
    decisions: ["deny", "allow"],
    smallest: pod({ containers: [bad] }),
  },
  {
    property: "users-alike",
    slip: "it excuses a group that nobody named",
    engine: "rego",
    breaks: rego(anyPrivileged, `not "system:masters" in object.get(input.request.userInfo, "groups", [])`),
    holds: rego(anyPrivileged),
    trial: creating({ containers: [privileged] }),
    how: "somebody else asks",
    decisions: ["deny", "allow"],
    smallest: pod({ containers: [bad] }),
  },
  {
    property: "version-plateau",
    slip: "its rule begins with another version than the one that is named",
    engine: "rego",
    breaks: rego(anyPrivileged, `to_number(substring(input.parameters.policyVersion, 3, -1)) >= 24`),
    holds: rego(anyPrivileged, `to_number(substring(input.parameters.policyVersion, 3, -1)) >= 25`),
    trial: creating({ containers: [privileged] }, { params: { policyVersion: "v1.20" } }),
    param: "policyVersion",
    breakpoints: ["1.8", "1.25"],
    how: "with another policyVersion",
    decisions: ["allow", "deny"],
    smallest: pod({ containers: [bad] }),
  },
];
