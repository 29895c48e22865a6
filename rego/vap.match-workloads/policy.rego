# METADATA
# scope: package
# title: A policy for pods sees what makes pods
# description: |
#   Summary: who writes a Deployment hears at once what its pods would be denied for, not from a ReplicaSet's events.
#   Warns: ValidatingAdmissionPolicy whose spec.matchConstraints are for CREATE or UPDATE of pods, but not of a resource of `kinds` for the same operation.
#   Allows: policies for all of `kinds`, and policies that are not for pods. With kinds pods, policies that are for pods by design.
#     matchConditions, selectors, names and bindings are not looked at.
#   Parameters: kinds (pods, deployments, replicasets, statefulsets, daemonsets, jobs, cronjobs; podtemplates and replicationcontrollers are known as well).
#   Versions: since 1.26, where all of them are of version v1.
# custom:
#   control: vap.match-workloads
#   severity: advisory
#   kubernetes_from: "1.26"
#   guidance: F08
#   articles: ["S26A #10", "S26C #10"]
#   cel: "the API server never puts policies and their bindings to a policy"
package vap.match_workloads

import data.lib.params
import data.lib.pod_rules
import data.lib.policies
import data.lib.rules

# METADATA
# title: The params cannot be used
# custom: {control: vap.match-workloads}
deny contains params.invalid(bad_kinds) if policies.validating

# METADATA
# title: Rules are for pods, but not for what makes pods
# custom: {control: vap.match-workloads}
warn contains msg if {
	bad_kinds == []
	unseen := [kind | some kind in kinds; is_unseen(kind)]
	count(unseen) > 0
	msg := sprintf("workloads are not seen (pods are matched, %s not)", [concat(", ", unseen)])
}

# METADATA
# title: The kinds that a policy for pods must be for
kinds := params.list("kinds", "pods,deployments,replicasets,statefulsets,daemonsets,jobs,cronjobs")

# METADATA
# title: Pods are asked for with an operation with which the kind is not
is_unseen(kind) if {
	some operation in ["CREATE", "UPDATE"]
	match := policies.match(policies.validating)
	rules.asks(match, pod_rules.request("pods", operation))
	not rules.asks(match, pod_rules.request(kind, operation))
}

# METADATA
# title: What is wrong with the setting
bad_kinds := [msg |
	unknown := [kind | some kind in kinds; not pod_rules.request(kind, "CREATE")]
	count(unknown) > 0
	msg := sprintf("kinds must be resources of pods and workloads, is \"%s\"", [concat(",", kinds)])
]
