const rego = `package hosts

import data.names

deny contains "host network" if {
	input.request.object.spec.hostNetwork
	not names.exempt(input.request.object.metadata.name)
}

deny contains "host PID" if {
	input.request.object.spec.hostPID
}
`;

const library = `package names

exempt(name) if startswith(name, "node-")

exempt(name) if {
	endswith(name, "-agent")
}

for_nobody(name) if name == "x"
`;

const cel = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: hosts}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  matchConditions:
    - name: not-exempt
      expression: "!object.metadata.name.startsWith('node-') &&
        !object.metadata.name.endsWith('-agent')"
  variables:
    - name: shared
      expression: object.metadata.name != 'free' &&
        has(object.spec.hostNetwork)
  validations:
    - expression: >-
        !variables.shared
        && !object.spec.?hostPID.orValue(false)
      messageExpression: |
        variables.shared
          ? 'host ' + 'network'
          : 'host PID of ' + object.kind
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: hosts}
spec: {policyName: hosts, validationActions: [Deny]}
`;

/** A Pod with more in its spec. */
export function pod(name: string, spec = ""): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec: {${spec}containers: [{name: app, image: registry.example/app:1}]}
`;
}

/** A case of a Pod that is exempt by its name. */
export function exempt(called: string): string {
  return `case: ${called} is exempt
request: {object: {apiVersion: v1, kind: Pod, metadata: {name: ${called}}, spec: {hostNetwork: true, containers: [{name: a, image: x}]}}}
expect: {decision: allow, engines: {cel: {decision: skip}}}
`;
}

/** A control in Rego and in CEL, and one case. */
export const project: Readonly<Record<string, string>> = {
  "rego/hosts/policy.rego": rego,
  "rego/lib/names.rego": library,
  "cel/hosts/policy.yaml": cel,
  "cases/hosts/deny/host-network.yaml": pod("app", "hostNetwork: true, "),
};

/** Cases that reach the rest. */
export const others: Readonly<Record<string, string>> = {
  "cases/hosts/allow/plain.yaml": pod("app"),
  "cases/hosts/allow/free.yaml": pod("free"),
  "cases/hosts/deny/host-pid.yaml": pod("app", "hostPID: true, "),
  "cases/hosts/agent.case.yaml": exempt("some-agent"),
  "cases/hosts/node.case.yaml": exempt("node-x"),
};
