# METADATA
# scope: package
# title: A policy whose expressions are of the right types
# description: |
#   Summary: what the API server finds wrong with the types of a policy's expressions is a mistake that shows as an error when it is evaluated.
#   Warns: ValidatingAdmissionPolicy with warnings in status.typeChecking.expressionWarnings, or with a status of an earlier generation.
#   Allows: no warnings; no status or observedGeneration, of which nothing is known yet. The generation is looked at where a status is written, and in
#     manifests read from a cluster, not when a policy is updated, for its status is always the earlier one's then.
#   Versions: types are checked since 1.27. When a policy is created the API server takes away the status.
# custom:
#   control: vap.status-typecheck
#   severity: low
#   kubernetes_from: "1.27"
#   guidance: F08
#   articles: ["S26A #10", "S26C #10"]
#   cel: "the API server never puts policies and their bindings to a policy"
package vap.status_typecheck

import data.lib

# METADATA
# title: Expressions are of wrong types
# custom: {control: vap.status-typecheck}
warn contains msg if {
	fields := [sprintf("%v", [lib.get(warning, ["fieldRef"], "")]) |
		some warning in lib.get(policy, ["status", "typeChecking", "expressionWarnings"], [])
	]
	count(fields) > 0
	msg := sprintf("expressions have type warnings (%s)", [concat(", ", fields)])
}

# METADATA
# title: Types were checked before the policy was changed
# custom: {control: vap.status-typecheck}
warn contains msg if {
	not is_updated
	observed := lib.get(policy, ["status", "observedGeneration"], null)
	is_number(observed)
	observed < lib.get(policy, ["metadata", "generation"], 0)
	msg := sprintf("types are not checked yet (observedGeneration %v, generation %v)", [observed, policy.metadata.generation])
}

# METADATA
# title: The policy under judgement, or its status; undefined for everything else
policy := lib.resource if {
	lib.group == "admissionregistration.k8s.io"
	lib.resource.kind == "ValidatingAdmissionPolicy"
	lib.get(lib.request, ["subResource"], "") in {"", "status"}
}

# METADATA
# title: The policy is updated, not its status
is_updated if {
	lib.get(lib.request, ["operation"], "") == "UPDATE"
	lib.get(lib.request, ["subResource"], "") == ""
}
