package csi.volumeattachment_no_fsgroup_test

import data.csi.volumeattachment_no_fsgroup as policy

attachment(parts) := object.union({"apiVersion": "storage.k8s.io/v1", "kind": "VolumeAttachment", "metadata": {"name": "a"}}, parts)

told(details) := {sprintf("fsGroup of a VolumeAttachment (%s)", [details])}

test_deny_the_field if {
	policy.deny == told("spec.fsGroup does not exist") with input as attachment({"spec": {"fsGroup": 1000}})
	policy.deny == told("status.fsGroup does not exist") with input as attachment({"status": {"fsGroup": null}})
	policy.deny == told("spec.fsGroup, status.fsGroup do not exist") with input as attachment({"spec": {"fsGroup": 0}, "status": {"fsGroup": 0}})
}

test_allow_the_rest if {
	policy.deny == set() with input as attachment({"spec": {"attacher": "disk.example.com", "source": {"fsGroup": 1}}})
	policy.deny == set() with input as attachment({"spec": null})
	policy.deny == set() with input as object.union(attachment({"spec": {"fsGroup": 1000}}), {"kind": "CSIDriver"})
}
