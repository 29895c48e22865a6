# METADATA
# scope: package
# title: fsGroupPolicy stays as it is on old clusters
# description: |
#   Summary: where a driver's fsGroupPolicy cannot be changed, nobody tries.
#   Denies: before 1.29, an update of a CSIDriver with another fsGroupPolicy; none counts as ReadWriteOnceWithFSType.
#   Allows: new drivers, updates that leave it as it is, and every update from 1.29 on.
#   Parameters: clusterVersion (latest; or v1.x).
#   Versions: the field can be changed since 1.29.
# custom:
#   control: csi.fsgroup-policy-immutable
#   severity: low
#   kubernetes_from: "1.20"
#   guidance: F10
#   articles: ["S26C #12"]
package csi.fsgroup_policy_immutable

import data.lib
import data.lib.csi
import data.lib.params

# METADATA
# title: The params cannot be used
# custom: {control: csi.fsgroup-policy-immutable}
deny contains params.invalid(params.bad_cluster_version) if {
	csi.driver
	is_update
}

# METADATA
# title: The policy changed on an old cluster
# custom: {control: csi.fsgroup-policy-immutable}
deny contains msg if {
	csi.driver
	is_update
	params.cluster_version < 29
	before := effective(lib.old_resource)
	after := effective(csi.driver)
	before != after
	msg := sprintf("fsGroupPolicy changed (was \"%s\", is \"%s\"; cannot be changed before Kubernetes 1.29)", [before, after])
}

# METADATA
# title: There was such a driver before
is_update if lib.get(lib.request, ["operation"], "") == "UPDATE"

# METADATA
# title: A driver's policy, the default where it says none
effective(driver) := policy if {
	policy := csi.policy(driver)
	policy != ""
} else := "ReadWriteOnceWithFSType"
