package csi.fsgroup_policy_explicit_test

import data.csi.fsgroup_policy_explicit as policy

driver(spec) := {"apiVersion": "storage.k8s.io/v1", "kind": "CSIDriver", "metadata": {"name": "disk.example.com"}, "spec": spec}

told(details) := {sprintf("fsGroupPolicy (must be one of %s)", [details])}

test_deny_none if {
	every spec in [{}, null, {"fsGroupPolicy": null}, {"fsGroupPolicy": ""}] {
		policy.deny == told(`"File", "ReadWriteOnceWithFSType", is not set`) with input as driver(spec)
	}
}

test_deny_other_values if {
	policy.deny == told(`"File", "ReadWriteOnceWithFSType", is "None"`) with input as driver({"fsGroupPolicy": "None"})
	policy.deny == told(`"File", "ReadWriteOnceWithFSType", is "file"`) with input as driver({"fsGroupPolicy": "file"})
}

test_allow_the_two if {
	policy.deny == set() with input as driver({"fsGroupPolicy": "File"})
	policy.deny == set() with input as driver({"fsGroupPolicy": "ReadWriteOnceWithFSType"})
}

test_values_are_a_param if {
	asked := {"request": {"object": driver({"fsGroupPolicy": "File"})}, "parameters": {"allowed": "None"}}
	policy.deny == told(`"None", is "File"`) with input as asked
}

test_allow_other_kinds if policy.deny == set() with input as object.union(driver({}), {"kind": "CSINode"})
