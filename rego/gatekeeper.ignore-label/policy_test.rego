package gatekeeper.ignore_label_test

import data.gatekeeper.ignore_label as policy

namespace(name, labels) := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}

wanted(name) := {sprintf("out of Gatekeeper's reach (namespace \"%s\" must not have label admission.gatekeeper.sh/ignore)", [name])}

test_deny_the_label_whatever_its_value if {
	every value in ["true", "false", "", null] {
		policy.deny == wanted("team-a") with input as namespace("team-a", {"admission.gatekeeper.sh/ignore": value})
	}
}

test_deny_what_is_not_in_allowed if {
	request := {"object": namespace("kube-system", {"admission.gatekeeper.sh/ignore": "no"})}
	policy.deny == wanted("kube-system") with input as {"request": request, "parameters": {"allowed": "team-a"}}
	policy.deny == wanted("kube-system") with input as {"request": request, "parameters": {"allowed": ""}}
}

test_allow_allowed_namespaces if {
	every name in ["gatekeeper-system", "kube-system"] {
		policy.deny == set() with input as namespace(name, {"admission.gatekeeper.sh/ignore": "true"})
	}
	policy.deny == set() with input as {
		"request": {"object": namespace("team-a", {"admission.gatekeeper.sh/ignore": "true"})},
		"parameters": {"allowed": "team-b, team-a"},
	}
}

test_allow_namespaces_without_it if {
	policy.deny == set() with input as namespace("team-a", {"admission.gatekeeper.sh/ignored": "true"})
	policy.deny == set() with input as namespace("team-a", null)
}

test_allow_other_kinds if {
	policy.deny == set() with input as object.union(
		namespace("team-a", {"admission.gatekeeper.sh/ignore": "true"}),
		{"kind": "Secret"},
	)
}
