package win.os_declared_test

import data.win.os_declared as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

told(who) := {sprintf(`undeclared Windows (spec.os.name must be "windows", since %s for Windows nodes)`, [who])}

required(terms) := {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}}

wants(operator, values) := {"matchExpressions": [{"key": "kubernetes.io/os", "operator": operator, "values": values}]}

selector := {"kubernetes.io/os": "windows"}

test_deny_a_selector if {
	policy.deny == told("nodeSelector asks") with input as pod({"nodeSelector": selector})
	policy.deny == told("nodeSelector asks") with input as pod({"os": {"name": "linux"}, "nodeSelector": selector})
}

test_deny_affinity if {
	policy.deny == told("nodeAffinity asks") with input as pod({"affinity": required([wants("In", ["windows"])])})
	policy.deny == told("nodeSelector and nodeAffinity ask") with input as pod({
		"nodeSelector": selector,
		"affinity": required([wants("In", ["windows", "windows"]), {}]),
	})
}

test_allow_declared_windows if {
	policy.deny == set() with input as pod({"os": {"name": "windows"}, "nodeSelector": selector})
	policy.deny == set() with input as pod({"os": {"name": "windows"}})
}

test_allow_other_nodes if {
	policy.deny == set() with input as pod({"nodeSelector": {"kubernetes.io/os": "linux", "os": "windows"}})
	policy.deny == set() with input as pod({"nodeSelector": null, "affinity": {"nodeAffinity": null}})
}

test_allow_affinity_that_other_nodes_fit if {
	every terms in [
		[],
		[{}],
		[wants("In", ["windows", "linux"])],
		[wants("NotIn", ["windows"])],
		[wants("In", ["windows"]), wants("In", ["linux"])],
		[wants("In", ["windows"]), {"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["a"]}]}],
		[{"matchExpressions": [{"key": "kubernetes.io/arch", "operator": "In", "values": ["windows"]}]}],
		[wants("In", null)],
	] {
		policy.deny == set() with input as pod({"affinity": required(terms)})
	}
}
