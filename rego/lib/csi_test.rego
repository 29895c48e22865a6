package lib.csi_test

import data.lib.csi

object_of(kind) := {"apiVersion": "storage.k8s.io/v1", "kind": kind}

pod(group) := {"apiVersion": "v1", "kind": "Pod", "spec": {"securityContext": {"fsGroup": group}}}

test_kinds_are_told_apart if {
	csi.driver with input as object_of("CSIDriver")
	not csi.driver with input as object_of("CSINode")
	not csi.driver with input as object.union(object_of("CSIDriver"), {"apiVersion": "v1"})
	csi.attachment with input as object_of("VolumeAttachment")
	not csi.attachment with input as object_of("CSIDriver")
}

test_a_policy_is_empty_where_none_is_said if {
	csi.policy({"spec": {"fsGroupPolicy": "File"}}) == "File"
	csi.policy({"spec": {"fsGroupPolicy": null}}) == ""
	csi.policy({}) == ""
}

test_a_group_of_0_is_one if {
	csi.fs_group == 0 with input as pod(0)
	not csi.fs_group with input as pod(null)
	not csi.fs_group with input as object_of("CSIDriver")
}
