# METADATA
# scope: package
# title: Nobody unknown asks who they are
# description: |
#   Summary: the role system:basic-user is for users that are known.
#   Denies: a ClusterRoleBinding of system:basic-user, whatever its name, to the group system:unauthenticated or the user system:anonymous.
#   Allows: system:authenticated and other subjects; bindings of other roles; RoleBindings, which give nothing of the role.
#   Parameters: clusterVersion (latest; or v1.x); before v1.26 nothing is denied.
#   Versions: SelfSubjectReview is there since 1.26.
# custom:
#   control: ssr.rbac-no-anonymous
#   severity: high
#   kubernetes_from: "1.26"
#   guidance: F11
#   articles: ["S26A #13", "S26C #13"]
package ssr.rbac_no_anonymous

import data.lib
import data.lib.params
import data.lib.rbac

# METADATA
# title: The params cannot be used
# custom: {control: ssr.rbac-no-anonymous}
deny contains params.invalid(params.bad_cluster_version) if is_basic_user

# METADATA
# title: The role is bound to those who are not known
# custom: {control: ssr.rbac-no-anonymous}
deny contains msg if {
	is_basic_user
	params.cluster_version >= 26
	unknown := [name | some name in ["system:unauthenticated", "system:anonymous"]; is_bound(name)]
	count(unknown) > 0
	msg := sprintf("system:basic-user for unknown users (bound to %s)", [lib.quoted(unknown)])
}

# METADATA
# title: A subject of the binding has this name, and is what the name stands for
is_bound(name) if {
	some subject in lib.get(rbac.binding, ["subjects"], [])
	lib.get(subject, ["name"], "") == name
	lib.get(subject, ["kind"], "") == kinds[name]
}

# METADATA
# title: The subjects of requests by nobody known, by name
kinds := {"system:unauthenticated": "Group", "system:anonymous": "User"}

# METADATA
# title: The binding gives the role of all users in the whole cluster
is_basic_user if {
	rbac.binding.kind == "ClusterRoleBinding"
	lib.get(rbac.binding, ["roleRef", "name"], "") == "system:basic-user"
}
