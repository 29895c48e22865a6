package lib.rbac_test

import data.lib.rbac

of(kind) := {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": "a"}}

test_roles_and_bindings_are_told_by_their_kind if {
	every kind in ["Role", "ClusterRole"] {
		rbac.role.kind == kind with input as of(kind)
		not rbac.binding with input as of(kind)
	}
	every kind in ["RoleBinding", "ClusterRoleBinding"] {
		rbac.binding.kind == kind with input as of(kind)
		not rbac.role with input as of(kind)
	}
	not rbac.role with input as object.union(of("Role"), {"apiVersion": "shop.example/v1"})
}

test_rules_are_none_where_the_role_has_none if {
	rbac.rules == [] with input as of("Role")
	rbac.rules == [] with input as object.union(of("Role"), {"rules": null})
	rbac.rules == [{"verbs": ["get"]}] with input as object.union(of("Role"), {"rules": [{"verbs": ["get"]}]})
}

test_a_rule_has_one_of_what_is_wanted if {
	rbac.has({"verbs": ["get", "use"]}, "verbs", {"use", "*"})
	not rbac.has({"verbs": ["get"]}, "verbs", {"use", "*"})
	not rbac.has({"verbs": null}, "verbs", {"use"})
	not rbac.has({}, "verbs", {"use"})
}
