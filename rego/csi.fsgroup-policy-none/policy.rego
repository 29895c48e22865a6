# METADATA
# scope: package
# title: CSI drivers that leave the group of files alone
# description: |
#   Summary: volumes keep the owner of their files whatever a pod asks for only with drivers that could not change it.
#   Warns: a CSIDriver with fsGroupPolicy None whose name is not in rootSquashDrivers.
#   Allows: other values; None of the drivers in rootSquashDrivers, whose servers refuse root the change.
#   Parameters: rootSquashDrivers (none; names separated by commas).
# custom:
#   control: csi.fsgroup-policy-none
#   severity: advisory
#   kubernetes_from: "1.20"
#   guidance: F10
#   articles: ["S26C #12"]
package csi.fsgroup_policy_none

import data.lib
import data.lib.csi
import data.lib.params

# METADATA
# title: The driver leaves the group of files alone and is not known to have to
# custom: {control: csi.fsgroup-policy-none}
warn contains msg if {
	csi.policy(csi.driver) == "None"
	name := lib.get(csi.driver, ["metadata", "name"], "")
	not name in params.list("rootSquashDrivers", "")
	msg := sprintf("fsGroupPolicy None (driver \"%s\" is not in rootSquashDrivers, pods' fsGroup has no effect)", [name])
}
