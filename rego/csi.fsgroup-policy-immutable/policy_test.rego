package csi.fsgroup_policy_immutable_test

import data.csi.fsgroup_policy_immutable as policy

driver(spec) := {"apiVersion": "storage.k8s.io/v1", "kind": "CSIDriver", "metadata": {"name": "disk.example.com"}, "spec": spec}

update(before, after, version) := {
	"request": {"operation": "UPDATE", "oldObject": driver({"fsGroupPolicy": before}), "object": driver({"fsGroupPolicy": after})},
	"parameters": {"clusterVersion": version},
}

told(before, after) := {sprintf("fsGroupPolicy changed (was \"%s\", is \"%s\"; cannot be changed before Kubernetes 1.29)", [before, after])}

test_deny_a_change_before_1_29 if {
	policy.deny == told("File", "None") with input as update("File", "None", "v1.28")
	policy.deny == told("ReadWriteOnceWithFSType", "File") with input as update(null, "File", "v1.20")
	policy.deny == told("File", "ReadWriteOnceWithFSType") with input as update("File", "", "v1.28")
}

test_allow_a_change_from_1_29_on if {
	policy.deny == set() with input as update("File", "None", "v1.29")
	policy.deny == set() with input as update("File", "None", null)
	policy.deny == set() with input as update("File", "None", "latest")
}

test_allow_no_change if {
	policy.deny == set() with input as update("File", "File", "v1.28")
	policy.deny == set() with input as update(null, "ReadWriteOnceWithFSType", "v1.28")
}

test_allow_a_new_driver if {
	policy.deny == set() with input as driver({"fsGroupPolicy": "File"})
	policy.deny == set() with input as {"request": {"object": driver({}), "oldObject": null}, "parameters": {"clusterVersion": "1.28"}}
}

test_deny_a_bad_version if {
	policy.deny == {`invalid params (clusterVersion must be "latest" or "v1.x", is "1.28")`} with input as update("File", "File", "1.28")
}
