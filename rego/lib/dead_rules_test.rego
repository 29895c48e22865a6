package lib.dead_rules_test

import data.lib.dead_rules

rule(fields) := object.union({"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE", "UPDATE"], "resources": ["pods"]}, fields)

why(fields) := dead_rules.why(rule(fields))

test_rules_for_something_have_no_reason if {
	every fields in [
		{}, {"resources": ["*"]}, {"resources": ["Pods", "pods"]}, {"apiGroups": ["core", ""]}, {"apiVersions": ["apps/v1", "v1"]},
		{"apiGroups": ["*"], "resources": ["pod"]}, {"apiGroups": ["metrics.k8s.io"]}, {"apiGroups": ["apps", "metrics.k8s.io"]}, {"resources": ["futures"]},
		{"resources": ["pods/exec"], "operations": ["CONNECT"]}, {"resources": ["pods/exec"], "operations": ["*"]},
		{"resources": ["pods/status"]}, {"resources": ["pods/future"]}, {"resources": []}, {"apiGroups": []}, {"apiVersions": []}, {"operations": []},
		{"scope": "Namespaced"}, {"resources": ["nodes"], "scope": "Cluster"},
	] {
		why(fields) == []
	}
}

test_rules_for_nothing_have_reasons if {
	why({"resources": ["Pods", "pod"]}) == [`no resource is named "Pods"`, `no resource of API group "" is named "pod"`]
	why({"apiGroups": ["apps"]}) == [`no resource of API group "apps" is named "pods"`]
	why({"apiGroups": ["v1", "core"]}) == [`no API group is named "core", "v1"`]
	why({"apiGroups": ["extensions"]}) == [`no API group is named "extensions"`]
	why({"apiGroups": ["Apps"]}) == [`no API group is named "Apps"`]
	why({"apiVersions": ["apps/v1"]}) == [`no API version is named "apps/v1"`]
	why({"scope": "Cluster"}) == [`"pods" is in namespaces`]
	why({"resources": ["nodes"], "scope": "Namespaced"}) == [`"nodes" is in no namespace`]
	why({"resources": ["pods/exec"]}) == [`CREATE, UPDATE of "pods/exec" never comes`]
	why({"resources": ["pods/eviction"], "operations": ["UPDATE"]}) == [`UPDATE of "pods/eviction" never comes`]
	why({"resources": ["pods/log"], "operations": ["*"]}) == [`* of "pods/log" never comes`]
	why({"resources": ["pods/status"], "operations": ["CREATE"]}) == [`CREATE of "pods/status" never comes`]
	why({"operations": ["CONNECT"]}) == [`CONNECT of "pods" never comes`]
}

test_rules_are_numbered if {
	dead_rules.of([rule({}), rule({"apiGroups": ["core"]}), rule({"resources": ["nodes"]})], [rule({"resources": ["nodes"]})]) == [
		`rule 2: no API group is named "core"`,
		"rule 3: excluded",
	]
	dead_rules.of([rule({})], [rule({"operations": ["CREATE"]})]) == []
}

test_rules_are_for_what_a_selector_of_namespaces_chooses if {
	every fields in [
		{}, {"resources": ["namespaces", "pods/exec"]}, {"apiGroups": ["apps"], "resources": ["deployments"]},
		{"apiGroups": ["*"], "resources": ["*"], "scope": "Namespaced"},
	] {
		dead_rules.is_namespaced(rule(fields))
	}
	every fields in [{"resources": ["*"]}, {"resources": ["nodes"]}, {"apiGroups": ["", "metrics.k8s.io"]}, {"apiGroups": []}] {
		not dead_rules.is_namespaced(rule(fields))
	}
}
