package kyverno.exclude_broad_test

import data.kyverno.exclude_broad as policy

excluding(exclude) := {
	"apiVersion": "kyverno.io/v1",
	"kind": "ClusterPolicy",
	"spec": {"rules": [{"name": "a", "exclude": exclude}, {"name": "b"}]},
}

everything(names) := {sprintf("exclusion of everything (rule \"a\" excludes %s)", [names])}

administrators(names) := {sprintf("exclusion of administrators (rule \"a\" excludes %s)", [names])}

test_deny_every_namespace if {
	filter := {"resources": {"namespaces": ["kube-system", "*"]}}
	policy.deny == everything(`"*"`) with input as excluding({"any": [filter]})
	policy.deny == everything(`"*"`) with input as excluding({"all": [filter]})
	policy.deny == everything(`"*"`) with input as excluding(filter)
	policy.deny == everything(`"?*", "**"`) with input as excluding({"any": [{"resources": {"namespaces": ["?*", "**"]}}]})
}

test_deny_every_user if {
	policy.deny == everything(`"system:authenticated", "system:*", "*"`) with input as excluding({"any": [{"subjects": [
		{"kind": "Group", "name": "system:authenticated"},
		{"kind": "Group", "name": "system:*"},
		{"kind": "User", "name": "*"},
	]}]})
}

test_deny_names_each_rule if {
	every_namespace := {"any": [{"resources": {"namespaces": ["*"]}}]}
	policy.deny == {`exclusion of everything (rule "a" excludes "*"; rule "" excludes "*")`} with input as {
		"apiVersion": "kyverno.io/v1",
		"kind": "Policy",
		"spec": {"rules": [{"name": "a", "exclude": every_namespace}, {"exclude": every_namespace}]},
	}
}

test_warn_of_administrators if {
	policy.warn == administrators(`"cluster-admin"`) with input as excluding({"any": [{"clusterRoles": ["edit", "cluster-admin"]}]})
	policy.warn == administrators(`"system:masters"`) with input as excluding({"subjects": [{"kind": "Group", "name": "system:masters"}]})
	policy.deny == set() with input as excluding({"any": [{"clusterRoles": ["cluster-admin"]}]})
}

test_allow_narrow_exclusions if {
	every exclude in [
		null,
		{"any": null, "all": []},
		{"any": [{"resources": {"namespaces": ["kube-system", "team-*", "?"]}}]},
		{"resources": null, "subjects": [{"kind": "User", "name": "system:authenticated"}, {"kind": "User", "name": "system:masters"}, {}]},
		{"clusterRoles": ["view"], "subjects": [{"kind": "Group", "name": "devs"}]},
	] {
		policy.deny == set() with input as excluding(exclude)
		policy.warn == set() with input as excluding(exclude)
	}
}

test_allow_other_kinds if {
	given := object.union(excluding({"any": [{"resources": {"namespaces": ["*"]}}]}), {"kind": "CleanupPolicy"})
	policy.deny == set() with input as given
	policy.warn == set() with input as given
}
