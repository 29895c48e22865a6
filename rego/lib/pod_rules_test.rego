package lib.pod_rules_test

import data.lib.pod_rules

rule(fields) := object.union({"apiGroups": [""], "apiVersions": ["v1"], "operations": ["*"], "resources": ["pods"]}, fields)

of(match) := pod_rules.of({"kind": "ValidatingAdmissionPolicy", "spec": {"matchConstraints": match}})

test_rules_for_pods_are_found if {
	of({"resourceRules": [rule({}), rule({"resources": ["services"]}), rule({"operations": ["DELETE"]})]}) == [rule({})]
	of({"resourceRules": [rule({"operations": ["UPDATE"]})]}) == [rule({"operations": ["UPDATE"]})]
	of({"resourceRules": [rule({})], "excludeResourceRules": [rule({"operations": ["CREATE"]})]}) == [rule({})]
	of({"resourceRules": [rule({})], "excludeResourceRules": [rule({})]}) == []
	of({}) == []
}

test_requests_are_for_pods_and_workloads if {
	pod_rules.request("jobs", "CREATE") == {"group": "batch", "version": "v1", "resource": "jobs", "operation": "CREATE", "namespaced": true}
	pod_rules.request("pods", "UPDATE").group == ""
	not pod_rules.request("services", "CREATE")
}
