package lib.accounts_test

import data.lib.accounts

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "spec": spec}

test_a_pod_has_the_account_that_it_names_or_the_default if {
	accounts.of_pod == "robot" with input as pod({"serviceAccountName": "robot", "serviceAccount": "other"})
	accounts.of_pod == "robot" with input as pod({"serviceAccountName": "", "serviceAccount": "robot"})
	accounts.of_pod == "default" with input as pod({"serviceAccountName": null, "serviceAccount": ""})
	not accounts.of_pod with input as {"apiVersion": "v1", "kind": "Secret"}
}

token(name) := {
	"type": "kubernetes.io/service-account-token",
	"metadata": {"annotations": {"kubernetes.io/service-account.name": name}},
}

inventory := {
	"namespace": {
		"team-a": {
			"v1": {
				"ServiceAccount": {"robot": {"metadata": {"name": "robot"}}},
				"Secret": {
					"b": token("robot"), "a": token("robot"), "other": token("other"), "none": token(""),
					"opaque": object.union(token("robot"), {"type": "Opaque"}),
				},
			},
			"rbac.authorization.k8s.io/v1": {"RoleBinding": {"view": {
				"kind": "RoleBinding",
				"metadata": {"name": "view"},
				"roleRef": {"kind": "ClusterRole", "name": "cluster-admin"},
				"subjects": [{"kind": "ServiceAccount", "namespace": "team-a", "name": "robot"}],
			}}},
		},
		"team-b": {"v1": {"Secret": {"c": token("robot")}}},
	},
	"cluster": {"rbac.authorization.k8s.io/v1": {"ClusterRoleBinding": {"admin": {
		"kind": "ClusterRoleBinding",
		"metadata": {"name": "admin"},
		"roleRef": {"kind": "ClusterRole", "name": "cluster-admin"},
		"subjects": [{"kind": "User", "name": "system:serviceaccount:team-a:admin"}, {"kind": "User", "name": "system:serviceaccount:team-a:robot"}],
	}}}},
}

test_an_account_is_known_where_the_cluster_has_it if {
	accounts.known("team-a", "robot") with data.inventory as inventory
	not accounts.known("team-b", "robot") with data.inventory as inventory
	not accounts.known("team-a", "robot")
}

test_the_tokens_of_an_account_are_sorted_by_name if {
	accounts.token_secrets("team-a", "robot") == ["a", "b"] with data.inventory as inventory
	accounts.token_secrets("team-b", "robot") == ["c"] with data.inventory as inventory
	accounts.token_secrets("team-a", "robot") == []
}

test_a_binding_names_accounts_and_the_users_that_they_are if {
	accounts.bound({"subjects": [
		{"kind": "ServiceAccount", "namespace": "a", "name": "b"},
		{"kind": "User", "name": "system:serviceaccount:c:d"},
		{"kind": "User", "name": "system:serviceaccount:c"},
		{"kind": "User", "name": "system:serviceaccount:c:d:e"},
		{"kind": "User", "name": "system:nodes:c:d"},
		{"kind": "User", "name": "x:serviceaccount:c:d"},
		{"kind": "Group", "name": "system:serviceaccount:e:f"},
	]}) == {{"namespace": "a", "name": "b"}, {"namespace": "c", "name": "d"}}
	accounts.bound({"subjects": null}) == set()
}

test_bindings_of_an_account_are_sorted if {
	robot := {"namespace": "team-a", "name": "robot"}
	accounts.bindings_of(robot) == [`ClusterRoleBinding "admin"`, `RoleBinding "view"`] with data.inventory as inventory
	accounts.bindings_of({"namespace": "team-b", "name": "robot"}) == [] with data.inventory as inventory
}

test_an_admin_is_bound_in_the_whole_cluster if {
	accounts.is_admin({"namespace": "team-a", "name": "admin"}) with data.inventory as inventory
	not accounts.is_admin({"namespace": "team-a", "name": "other"}) with data.inventory as inventory
	not accounts.gives_admin({"kind": "RoleBinding", "roleRef": {"kind": "ClusterRole", "name": "cluster-admin"}})
	not accounts.gives_admin({"kind": "ClusterRoleBinding", "roleRef": {"kind": "ClusterRole", "name": "view"}})
	accounts.gives_admin({"kind": "ClusterRoleBinding", "roleRef": {"kind": "ClusterRole", "name": "cluster-admin"}})
}
