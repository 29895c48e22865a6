package csi.fsgroup_policy_none_test

import data.csi.fsgroup_policy_none as policy

driver(spec) := {"apiVersion": "storage.k8s.io/v1", "kind": "CSIDriver", "metadata": {"name": "disk.example.com"}, "spec": spec}

none := driver({"fsGroupPolicy": "None"})

told := {`fsGroupPolicy None (driver "disk.example.com" is not in rootSquashDrivers, pods' fsGroup has no effect)`}

test_warn_of_none if {
	policy.warn == told with input as none
	policy.warn == told with input as {"request": {"object": none}, "parameters": {"rootSquashDrivers": "disk.example, nfs.example.com"}}
}

test_allow_listed_drivers if {
	policy.warn == set() with input as {"request": {"object": none}, "parameters": {"rootSquashDrivers": "nfs.example.com, disk.example.com"}}
}

test_allow_other_values if {
	every value in ["File", "none", "", null] {
		policy.warn == set() with input as driver({"fsGroupPolicy": value})
	}
}

test_allow_other_kinds if policy.warn == set() with input as object.union(none, {"kind": "CSINode"})
