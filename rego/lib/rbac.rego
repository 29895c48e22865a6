# METADATA
# scope: package
# title: Roles, and whom bindings give them to
package lib.rbac

import data.lib

# METADATA
# title: The Role or ClusterRole under judgement; undefined for everything else
role := lib.resource if is({"Role", "ClusterRole"})

# METADATA
# title: The RoleBinding or ClusterRoleBinding under judgement; undefined for everything else
binding := lib.resource if is({"RoleBinding", "ClusterRoleBinding"})

# METADATA
# title: The rules of the role
rules := lib.get(role, ["rules"], [])

# METADATA
# title: A list of a rule has one of these
has(rule, list, wanted) if {
	some item in lib.get(rule, [list], [])
	item in wanted
}

# METADATA
# title: The request is about one of these kinds
is(kinds) if {
	lib.group == "rbac.authorization.k8s.io"
	lib.resource.kind in kinds
}
