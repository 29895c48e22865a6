# METADATA
# scope: package
# title: Rules of policies for pods
package lib.pod_rules

import data.lib.policies
import data.lib.rules

# METADATA
# title: The rules of a policy that are for the creation or update of pods, and are not excluded
of(policy) := [rule |
	some rule in policies.rules(policy)
	is_for_pods(policies.match(policy), rule)
]

# METADATA
# title: A rule of a policy is for the creation or update of pods, and not excluded
is_for_pods(match, rule) if {
	some operation in ["CREATE", "UPDATE"]
	asked := request("pods", operation)
	rules.matches(rule, asked)
	not rules.is_excluded(match, asked)
}

# METADATA
# title: A request for pods or a workload
request(resource, operation) := {
	"group": group,
	"version": "v1",
	"resource": resource,
	"operation": operation,
	"namespaced": true,
} if {
	some group, resources in workloads
	resource in resources
}

# METADATA
# title: Pods and what makes pods, by API group
workloads := {
	"": {"pods", "podtemplates", "replicationcontrollers"},
	"apps": {"daemonsets", "deployments", "replicasets", "statefulsets"},
	"batch": {"cronjobs", "jobs"},
}
