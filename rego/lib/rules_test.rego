package lib.rules_test

import data.lib.rules

rule(fields) := object.union({"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE", "UPDATE"], "resources": ["pods"]}, fields)

pod := {"group": "", "version": "v1", "resource": "pods", "operation": "CREATE", "namespaced": true}

of_pod(fields) := object.union(pod, fields)

namespace := {"group": "", "version": "v1", "resource": "namespaces", "operation": "CREATE", "namespaced": false}

test_a_rule_is_for_what_it_lists if {
	rules.matches(rule({}), pod)
	rules.matches(rule({}), of_pod({"operation": "UPDATE"}))
	not rules.matches(rule({}), of_pod({"operation": "DELETE"}))
	not rules.matches(rule({}), of_pod({"group": "apps"}))
	not rules.matches(rule({}), of_pod({"version": "v2"}))
	not rules.matches(rule({}), of_pod({"resource": "services"}))
	not rules.matches(rule({}), of_pod({"subresource": "status"}))
	every field in ["apiGroups", "apiVersions", "operations", "resources"] {
		rules.matches(rule({field: ["*"]}), pod)
		not rules.matches(rule({field: []}), pod)
		not rules.matches(rule({field: null}), pod)
	}
}

test_wildcards_of_resources_are_read_as_the_server_does if {
	ephemeral := of_pod({"subresource": "ephemeralcontainers"})
	every resource in ["pods/*", "*/*", "*/ephemeralcontainers", "pods/ephemeralcontainers"] {
		rules.matches(rule({"resources": ["services", resource]}), ephemeral)
	}
	every resource in ["pods", "*", "pods/status", "services/*", "*/status", "pod*/*", "pods/ephemeral*", "Pods/*", "ephemeralcontainers"] {
		not rules.matches(rule({"resources": [resource]}), ephemeral)
	}
	every resource in ["pods", "pods/*", "*", "*/*", "pods/"] {
		rules.matches(rule({"resources": [resource]}), pod)
	}
	not rules.matches(rule({"resources": ["pods/status", "*/status"]}), pod)
}

test_a_subresource_may_have_a_slash if {
	rules.pair("services/proxy/a") == ["services", "proxy/a"]
	rules.pair("pods") == ["pods", ""]
	rules.pairs(rule({"resources": ["pods", "pods/status"]})) == [["pods", ""], ["pods", "status"]]
	rules.pairs({}) == []
}

test_a_scope_is_of_what_is_in_namespaces_or_not if {
	every scope in ["*", null, "Namespaced"] {
		rules.matches(rule({"scope": scope}), pod)
	}
	every scope in ["*", null, "Cluster"] {
		rules.matches(rule({"resources": ["*"], "scope": scope}), namespace)
	}
	every scope in ["Cluster", "namespaced", "all"] {
		not rules.matches(rule({"scope": scope}), pod)
	}
	not rules.matches(rule({"resources": ["*"], "scope": "Namespaced"}), namespace)
	rules.scope({}) == "*"
}

test_what_a_request_leaves_out_is_not_asked if {
	rules.matches(rule({"scope": "Cluster"}), {"group": ""})
	rules.matches(rule({"scope": "Namespaced"}), {"operation": "CREATE"})
	rules.matches(rule({"resources": ["pods/status"]}), {"version": "v1"})
	not rules.matches(rule({"resources": []}), {"version": "v1"})
	not rules.matches(rule({"apiGroups": []}), {"version": "v1"})
	not rules.matches(rule({}), {"version": "v2"})
}

test_names_are_those_of_objects if {
	rules.names(rule({"resourceNames": ["a", "b"]})) == {"a", "b"}
	rules.names(rule({"resourceNames": null})) == set()
	rules.names({}) == set()
}

test_a_policy_asks_for_what_rules_have_and_do_not_exclude if {
	rules.asks({"resourceRules": [rule({"apiGroups": ["apps"]}), rule({})]}, pod)
	not rules.asks({"resourceRules": [rule({"apiGroups": ["apps"]})]}, pod)
	not rules.asks({"resourceRules": [rule({})], "excludeResourceRules": [rule({"resources": ["*"]})]}, pod)
	rules.asks({"resourceRules": [rule({})], "excludeResourceRules": [rule({"operations": ["DELETE"]})]}, pod)
	rules.asks({"resourceRules": [rule({})], "excludeResourceRules": [rule({"resourceNames": ["a"]})]}, pod)
	every none in [{}, {"resourceRules": null}, {"resourceRules": []}, null] {
		rules.asks(none, pod)
	}
	not rules.asks({"excludeResourceRules": [rule({})]}, pod)
}

test_rules_overlap_where_there_is_a_request_for_both if {
	rules.overlap(rule({}), rule({"operations": ["UPDATE", "DELETE"]}), false)
	not rules.overlap(rule({}), rule({"operations": ["DELETE"]}), true)
	not rules.overlap(rule({}), rule({"resources": ["services"]}), true)
	not rules.overlap(rule({}), rule({"resources": ["pods/status"]}), true)
	not rules.overlap(rule({}), rule({"apiGroups": ["apps"]}), true)
	rules.overlap(rule({}), rule({"resources": ["services", "pods/*"]}), false)
	rules.overlap(rule({"resources": ["pods/*"]}), rule({"resources": ["*/status"]}), false)
	not rules.overlap(rule({"resources": ["pods/*"]}), rule({"resources": ["services/*"]}), false)
	every field in ["apiGroups", "apiVersions", "operations", "resources"] {
		rules.overlap(rule({field: ["*"]}), rule({}), false)
		rules.overlap(rule({}), rule({field: ["*"]}), false)
		not rules.overlap(rule({field: []}), rule({field: ["*"]}), false)
		not rules.overlap(rule({field: ["*"]}), rule({field: []}), false)
	}
}

test_rules_overlap_in_scopes if {
	rules.overlap(rule({"scope": "Cluster"}), rule({}), false)
	rules.overlap(rule({"scope": "Cluster"}), rule({"scope": "Cluster"}), false)
	not rules.overlap(rule({"scope": "Cluster"}), rule({"scope": "Namespaced"}), false)
}

test_rules_overlap_in_names if {
	rules.overlap(rule({"resourceNames": ["a", "b"]}), rule({"resourceNames": ["b"]}), false)
	rules.overlap(rule({"resourceNames": ["a"]}), rule({}), false)
	rules.overlap(rule({}), rule({"resourceNames": ["a"]}), false)
	not rules.overlap(rule({"resourceNames": ["a"]}), rule({"resourceNames": ["b"]}), false)
}

test_rules_overlap_in_equivalents if {
	rules.overlap(rule({}), rule({"apiVersions": ["v2"]}), true)
	not rules.overlap(rule({}), rule({"apiVersions": ["v2"]}), false)
	core := rule({"resources": ["pods", "events"]})
	other := rule({"apiGroups": ["events.k8s.io"], "resources": ["events"]})
	rules.overlap(core, other, true)
	rules.overlap(rule({"resources": ["*"]}), other, true)
	not rules.overlap(core, other, false)
	not rules.overlap(rule({}), other, true)
	not rules.overlap(object.union(core, {"apiGroups": ["apps"]}), other, true)
}

test_a_rule_covers_another if {
	rules.covers(rule({}), rule({}))
	rules.covers(rule({"resources": ["services", "pods/*"]}), rule({"resources": ["pods", "pods/status"]}))
	not rules.covers(rule({"resources": ["pods", "pods/status"]}), rule({"resources": ["pods/*"]}))
	not rules.covers(rule({"resources": ["*"]}), rule({"resources": ["pods/status"]}))
	every field in ["apiGroups", "apiVersions", "operations", "resources"] {
		rules.covers(rule({field: ["*"]}), rule({}))
		not rules.covers(rule({}), rule({field: ["*"]}))
	}
	not rules.covers(rule({"operations": ["CREATE"]}), rule({}))
	rules.covers(rule({}), rule({"scope": "Namespaced"}))
	not rules.covers(rule({"scope": "Namespaced"}), rule({}))
	rules.covers(rule({}), rule({"resourceNames": ["a"]}))
	rules.covers(rule({"resourceNames": ["a", "b"]}), rule({"resourceNames": ["a"]}))
	not rules.covers(rule({"resourceNames": ["a"]}), rule({"resourceNames": ["a", "b"]}))
	not rules.covers(rule({"resourceNames": ["a"]}), rule({}))
}
