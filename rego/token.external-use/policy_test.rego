package token.external_use_test

import data.token.external_use as policy

secret(name, account) := {
	"apiVersion": "v1",
	"kind": "Secret",
	"metadata": {"name": name, "namespace": "team-a", "annotations": {"kubernetes.io/service-account.name": account}},
	"type": "kubernetes.io/service-account-token",
}

binding(kind, role) := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "deploy", "namespace": "team-b"},
	"roleRef": {"kind": "ClusterRole", "name": role},
	"subjects": [
		{"kind": "ServiceAccount", "namespace": "team-a", "name": "robot"},
		{"kind": "ServiceAccount", "namespace": "team-a", "name": "other"},
	],
}

with_secrets(names) := {"namespace": {"team-a": {"v1": {"Secret": {name: secret(name, "robot") | some name in names}}}}}

with_role_binding := {"namespace": {"team-b": {"rbac.authorization.k8s.io/v1": {"RoleBinding": {"deploy": binding("RoleBinding", "cluster-admin")}}}}}

with_admin := object.union(with_role_binding, {"cluster": {"rbac.authorization.k8s.io/v1": {"ClusterRoleBinding": {"deploy": binding(
	"ClusterRoleBinding",
	"cluster-admin",
)}}}})

test_warn_of_bindings_for_accounts_with_tokens if {
	policy.warn == {`token never ends (service account "team-a/robot" has token Secret "a"; plan how it is renewed)`} with input as binding("RoleBinding", "view") with data.inventory as with_secrets(["a"])
	policy.warn == {`token never ends (service account "team-a/robot" has token Secrets "a", "b"; plan how it is renewed)`} with input as binding(
		"ClusterRoleBinding",
		"view",
	)
		with data.inventory as with_secrets(["a", "b"])
}

test_warn_louder_of_cluster_admins if {
	policy.warn == {`token of a cluster-admin never ends (service account "team-a/robot" has token Secret "a"; high severity: remove it or plan how it is renewed)`} with input as binding(
		"ClusterRoleBinding",
		"cluster-admin",
	)
		with data.inventory as with_secrets(["a"])
	policy.warn == {`token of a cluster-admin never ends (service account "team-a/robot" is bound by ClusterRoleBinding "deploy", RoleBinding "deploy"; high severity: remove it or plan how it is renewed)`} with input as secret(
		"a",
		"robot",
	)
		with data.inventory as with_admin
}

test_warn_of_tokens_of_bound_accounts if {
	policy.warn == {`token never ends (service account "team-a/robot" is bound by RoleBinding "deploy"; plan how it is renewed)`} with input as secret("a", "robot") with data.inventory as with_role_binding
}

test_allow_one_without_the_other if {
	policy.warn == set() with input as binding("ClusterRoleBinding", "cluster-admin")
	policy.warn == set() with input as secret("a", "robot")
	policy.warn == set() with input as secret("a", "stranger") with data.inventory as with_admin
	policy.warn == set() with input as object.union(secret("a", "robot"), {"type": "Opaque"}) with data.inventory as with_admin
}
