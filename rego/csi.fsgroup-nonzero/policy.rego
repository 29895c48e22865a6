# METADATA
# scope: package
# title: No root group
# description: |
#   Summary: neither a pod's volumes nor its processes get the group 0, to which much belongs.
#   Denies: spec.securityContext.fsGroup 0; 0 in spec.securityContext.supplementalGroups.
#   Allows: other groups and none. The Pod Security Standards look at no groups.
# custom:
#   control: csi.fsgroup-nonzero
#   severity: medium
#   kubernetes_from: "1.2"
#   guidance: F10
#   articles: ["S26C #12"]
package csi.fsgroup_nonzero

import data.lib
import data.lib.csi

# METADATA
# title: The pod asks for the root group
# custom: {control: csi.fsgroup-nonzero}
deny contains msg if {
	details := array.concat(
		["securityContext.fsGroup must not be 0" | csi.fs_group == 0],
		["securityContext.supplementalGroups must not have 0" | 0 in lib.get(lib.pod.spec, ["securityContext", "supplementalGroups"], [])],
	)
	count(details) > 0
	msg := sprintf("root group (%s)", [concat("; ", details)])
}
