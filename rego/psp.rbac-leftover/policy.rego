# METADATA
# scope: package
# title: No permissions for PodSecurityPolicies any more
# description: |
#   Summary: roles do not allow the use of what is gone.
#   Warns: from cluster version v1.25 on, a Role or ClusterRole with a rule that names the resource podsecuritypolicies of policy or extensions
#     (or of any group) with the verb use (or any verb).
#   Allows: rules for any resource, other verbs, and everything before v1.25.
#   Parameters: clusterVersion (latest; or v1.x).
#   Versions: PodSecurityPolicy was removed in 1.25.
# custom:
#   control: psp.rbac-leftover
#   severity: low
#   kubernetes_from: "1.25"
#   guidance: F01
#   articles: ["S22 #2"]
package psp.rbac_leftover

import data.lib
import data.lib.params
import data.lib.rbac

# METADATA
# title: The params cannot be used
# custom: {control: psp.rbac-leftover}
deny contains params.invalid(params.bad_cluster_version) if rbac.role

# METADATA
# title: A role allows the use of PodSecurityPolicies
# custom: {control: psp.rbac-leftover}
warn contains msg if {
	params.cluster_version >= 25
	number := count([1 | some rule in rbac.rules; is_leftover(rule)])
	number > 0
	rules := lib.plural("rule allows", "rules allow", number)
	msg := sprintf("leftover of PodSecurityPolicy (%d %s the use of podsecuritypolicies, removed in Kubernetes 1.25)", [number, rules])
}

# METADATA
# title: The rule is there for PodSecurityPolicies
is_leftover(rule) if {
	rbac.has(rule, "resources", {"podsecuritypolicies"})
	rbac.has(rule, "apiGroups", {"policy", "extensions", "*"})
	rbac.has(rule, "verbs", {"use", "*"})
}
