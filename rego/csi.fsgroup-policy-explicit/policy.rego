# METADATA
# scope: package
# title: CSI drivers say how they handle fsGroup
# description: |
#   Summary: a CSI driver says how its volumes take on a pod's fsGroup, in a way that is allowed.
#   Denies: a CSIDriver without spec.fsGroupPolicy, or with one that is not in allowed, to the letter.
#   Allows: the values in allowed.
#   Parameters: allowed (File, ReadWriteOnceWithFSType; separated by commas).
#   Versions: the field is new in 1.19 and beta from 1.20. The API server fills it in (ReadWriteOnceWithFSType), so that a manifest that
#     leaves it out is told only where it is judged as written. A driver that can mount with a group gets fsGroup itself and ignores the
#     field (stable in 1.26); nothing in the API says which can.
# custom:
#   control: csi.fsgroup-policy-explicit
#   severity: medium
#   kubernetes_from: "1.20"
#   guidance: F10
#   articles: ["S26C #12"]
package csi.fsgroup_policy_explicit

import data.lib
import data.lib.csi
import data.lib.params

# METADATA
# title: The driver does not say how, or says what is not allowed
# custom: {control: csi.fsgroup-policy-explicit}
deny contains msg if {
	not policy in allowed
	msg := sprintf("fsGroupPolicy (must be one of %s, %s)", [lib.quoted(allowed), found])
}

# METADATA
# title: Values that may be used
allowed := params.list("allowed", "File, ReadWriteOnceWithFSType")

# METADATA
# title: The driver's value, empty where there is none
policy := csi.policy(csi.driver)

# METADATA
# title: What the driver says
found := "is not set" if {
	policy == ""
} else := sprintf("is \"%s\"", [policy])
