# METADATA
# scope: package
# title: Everybody may ask who they are
# description: |
#   Summary: the role system:basic-user allows what kubectl auth whoami asks.
#   Denies: a new or updated ClusterRole system:basic-user without a rule that allows to create selfsubjectreviews of authentication.k8s.io.
#   Allows: any group, resource or verb in place of the name; other roles; deletion, after which the API server makes the role anew when it starts.
#   Parameters: clusterVersion (latest; or v1.x); before v1.28 nothing is denied.
#   Versions: SelfSubjectReview is stable since 1.28.
# custom:
#   control: ssr.rbac-present
#   severity: low
#   kubernetes_from: "1.28"
#   guidance: F11
#   articles: ["S26A #13", "S26C #13"]
package ssr.rbac_present

import data.lib
import data.lib.params
import data.lib.rbac

# METADATA
# title: The params cannot be used
# custom: {control: ssr.rbac-present}
deny contains params.invalid(params.bad_cluster_version) if is_basic_user

# METADATA
# title: The role does not allow the question
# custom: {control: ssr.rbac-present}
deny contains "whoami is not allowed (no rule of system:basic-user allows to create selfsubjectreviews)" if {
	is_basic_user
	params.cluster_version >= 28
	not is_allowed
}

# METADATA
# title: The role is the one that all users have
is_basic_user if {
	rbac.role.kind == "ClusterRole"
	lib.get(rbac.role, ["metadata", "name"], "") == "system:basic-user"
}

# METADATA
# title: Some rule of the role allows the question, of whatever name
is_allowed if {
	some rule in rbac.rules
	rbac.has(rule, "apiGroups", {"authentication.k8s.io", "*"})
	rbac.has(rule, "resources", {"selfsubjectreviews", "*"})
	rbac.has(rule, "verbs", {"create", "*"})
	count(lib.get(rule, ["resourceNames"], [])) == 0
}
