import type { Config } from "../load/index.ts";

/**
 * The files of a new control, path to text. The policies compile and deny nothing, and the manifests are ones that the API server
 * refuses, so every case fails until its author has made it real.
 */
export function controlFiles(id: string, { policies, cases, engines }: Config): Readonly<Record<string, string>> {
  const rego = engines.includes("rego") || engines.includes("topdown");
  return {
    ...(rego
      ? {
          [`${policies.rego}/${id}/policy.rego`]: regoPolicy(id),
          [`${policies.rego}/${id}/policy_test.rego`]: regoTest(id),
        }
      : {}),
    ...(engines.includes("cel") ? { [`${policies.cel}/${id}/policy.yaml`]: celPolicy(id) } : {}),
    [`${cases}/${id}/allow/allowed.yaml`]: manifest("allowed"),
    [`${cases}/${id}/deny/denied.yaml`]: manifest("denied"),
  };
}

/** A control's id as the path of a Rego package: `pss.host-ports` is `pss.host_ports`. */
function packageOf(id: string): string {
  const parts = id.replaceAll("-", "_").split(".");
  return parts.map((part) => (/^\d/.test(part) ? `_${part}` : part)).join(".");
}

function regoPolicy(id: string): string {
  return `# METADATA
# scope: package
# title: ${id}
# description: |
#   Summary: what the control is for.
#   Denies: the exact fields, kinds and operations.
#   Allows: what is close to that and is fine.
# custom:
#   control: ${id}
package ${packageOf(id)}

# METADATA
# title: What is wrong, in words
deny contains msg if {
	input.request.object.kind == "the condition to deny"
	msg := "${id} (details)"
}
`;
}

function regoTest(id: string): string {
  return `package ${packageOf(id)}_test

import data.${packageOf(id)} as policy

test_deny_the_example if {
	policy.deny == {"${id} (details)"} with input as {"request": {"object": {"kind": "Pod"}}}
}
`;
}

function celPolicy(id: string): string {
  return `# What the control is for. Its Rego twin has the same id, messages and cases.
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: ${id}
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
      - apiGroups: [""]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [pods]
  validations:
    - expression: object.kind != 'the condition to deny'
      message: ${id} (details)
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: ${id}
spec:
  policyName: ${id}
  validationActions: [Deny]
`;
}

function manifest(decision: "allowed" | "denied"): string {
  return `# The smallest object that must be ${decision}. The API server refuses this one, so the case fails until it is written.
apiVersion: v1
kind: Pod
metadata:
  name: example
spec:
  containers: []
`;
}
