import type { JsonObject } from "../../harness/model/index.ts";

/** A property of mutating policies, with policies that break it and others of which it holds. */
export interface PlantedMutation {
  readonly property: string;
  /** What is wrong with the one. */
  readonly slip: string;
  /** The arguments in `assay.yaml`. */
  readonly arguments?: string;
  readonly breaks: string;
  readonly holds: string;
  /** Policies of other controls, by id. */
  readonly others?: Readonly<Record<string, string>>;
  /** Specs of the Pods that the control has cases of. */
  readonly specs: readonly JsonObject[];
  readonly metadata?: JsonObject;
  readonly difference: string;
  /** The object that it shrinks to. */
  readonly smallest: JsonObject;
}

const resources = `matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}`;

/** A MutatingAdmissionPolicy on the creation of Pods, with its binding. */
export function mutating(name: string, mutation: string, condition = "true"): string {
  return `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: ${name}}
spec:
  ${resources}
  reinvocationPolicy: Never
  matchConditions: [{name: condition, expression: ${JSON.stringify(condition)}}]
  mutations: [${mutation}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: {name: ${name}}
spec: {policyName: ${name}}
`;
}

export function applies(expression: string): string {
  return `{patchType: ApplyConfiguration, applyConfiguration: {expression: ${JSON.stringify(expression)}}}`;
}

export function labels(pairs: string): string {
  return applies(`Object{metadata: Object.metadata{labels: {${pairs}}}}`);
}

function patches(expression: string): string {
  return `{patchType: JSONPatch, jsonPatch: {expression: ${JSON.stringify(expression)}}}`;
}

/** A ValidatingAdmissionPolicy on the creation of Pods, with its binding. */
export function validating(name: string, expression: string): string {
  return `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ${name}}
spec:
  ${resources}
  validations: [{expression: ${JSON.stringify(expression)}, message: "no"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ${name}}
spec: {policyName: ${name}, validationActions: [Deny]}
`;
}

const containers: readonly JsonObject[] = [{ name: "app", image: "registry.example/app:1" }];
const root: JsonObject = { containers: [{ ...containers[0], securityContext: { runAsUser: 0 } }] };
const runsAs = (user: number): string =>
  applies(`Object{spec: Object.spec{securityContext: Object.spec.securityContext{runAsUser: ${user}}}}`);
const userUnset = "!object.spec.?securityContext.?runAsUser.hasValue()";
/** Denies root where somebody wrote it. */
const noRoot = validating(
  "no-root",
  "object.spec.?securityContext.?runAsUser.orValue(1) > 0 && object.spec.containers.all(c, c.?securityContext.?runAsUser.orValue(1) > 0)",
);
const least: JsonObject = { apiVersion: "v1", kind: "Pod", metadata: { name: "a" } };
const leastContainers: readonly JsonObject[] = [{ name: "a", image: "a" }];
const changed = "mutating policies changed the object";

export const plantedMutations: readonly PlantedMutation[] = [
  {
    property: "mutation-idempotent",
    slip: "it counts how often it is asked",
    breaks: mutating("c", labels("'count': object.metadata.?labels[?'count'].orValue('') + 'i'")),
    holds: mutating("c", labels("'count': 'i'")),
    specs: [{ containers, hostPID: true }],
    difference: "the changed object was sent again: the object is changed again: `metadata.labels.count`",
    smallest: { ...least, spec: { containers: leastContainers } },
  },
  {
    property: "mutation-local",
    slip: "it makes the labels anew",
    arguments: `paths: ['metadata.labels["a/team"]', pod.hostUsers]`,
    breaks: mutating("c", patches(`[JSONPatch{op: "add", path: "/metadata/labels", value: {"a/team": "x"}}]`)),
    holds: mutating("c", labels("'a/team': 'x'")),
    specs: [{ containers, hostPID: true }],
    metadata: { labels: { app: "app" } },
    difference: `${changed}: \`metadata.labels.app\` is changed, which is in none of \`paths\``,
    smallest: { ...least, metadata: { name: "a", labels: { app: "a" } }, spec: { containers: leastContainers } },
  },
  {
    property: "mutation-keeps-allowed",
    slip: "it gives a label to pods that may not have it",
    arguments: "controls: [no-team-*]",
    breaks: mutating("c", labels("'team': 'a'")),
    holds: mutating("c", labels("'team': 'a'"), "!object.spec.?hostPID.orValue(false)"),
    others: {
      "no-team-host": validating("host", "!object.spec.?hostPID.orValue(false) || !has(object.metadata.labels)"),
    },
    specs: [{ containers, hostPID: true }, { containers }],
    difference: `\`no-team-host\`: ${changed}: allowed before and denied after`,
    smallest: { ...least, spec: { containers: leastContainers, hostPID: true } },
  },
  {
    property: "mutation-hides-nothing",
    slip: "it overwrites what somebody wrote",
    arguments: "controls: [no-root]",
    breaks: mutating("c", runsAs(1000)),
    holds: mutating("c", runsAs(1000), userUnset),
    others: { "no-root": noRoot },
    specs: [{ containers, securityContext: { runAsUser: 0 } }, root],
    difference: `\`no-root\`: ${changed}: denied before and allowed after`,
    smallest: { ...least, spec: { containers: leastContainers, securityContext: { runAsUser: 0 } } },
  },
  {
    property: "mutation-fixes",
    slip: "it sets another field than the one that is missing",
    arguments: "controls: [user-set], given: [no-root]",
    breaks: mutating(
      "c",
      applies("Object{spec: Object.spec{securityContext: Object.spec.securityContext{runAsGroup: 1000}}}"),
    ),
    holds: mutating("c", runsAs(1000), userUnset),
    others: {
      "no-root": noRoot,
      "user-set": validating(
        "user",
        "object.spec.containers.all(c, c.?securityContext.?runAsUser.or(object.spec.?securityContext.?runAsUser).orValue(0) > 0)",
      ),
    },
    specs: [{ containers }, root],
    difference: `\`user-set\`: ${changed}: denied before and denied after`,
    smallest: { ...least, spec: { containers: leastContainers } },
  },
  {
    property: "mutations-commute",
    slip: "what it sets hangs on what the other one has set",
    arguments: "controls: [other]",
    breaks: mutating("c", labels("'teams': string(size(object.metadata.?labels.orValue({})))")),
    holds: mutating("c", labels("'teams': '1'")),
    others: { other: mutating("o", labels("'team': 'a'")) },
    specs: [{ containers, hostPID: true }],
    difference: "`other`: the other control's policies came first: another object comes out: `metadata.labels.teams`",
    smallest: { ...least, spec: { containers: leastContainers } },
  },
];
