# METADATA
# scope: package
# title: Constraints deny
# description: |
#   Summary: a Constraint of Gatekeeper denies what violates it, and does not merely tell.
#   Denies: a Constraint that does nothing at admission: enforcementAction that Gatekeeper does not know, or scoped without an action that it knows
#     for an enforcement point of admission (validation.gatekeeper.sh, vap.k8s.io or *).
#   Warns: enforcementAction dryrun or warn; scoped with nothing more than these at admission.
#   Allows: deny, none and the empty one, which are deny; scoped with deny at admission.
# custom:
#   control: gatekeeper.constraint-deny
#   severity: medium
#   kubernetes_from: "1.16"
#   guidance: F15
#   articles: ["S26A #17", "S26C #17"]
package gatekeeper.constraint_deny

import data.lib
import data.lib.gatekeeper

# METADATA
# title: Gatekeeper does not know the action
# custom: {control: gatekeeper.constraint-deny}
deny contains msg if {
	not action in {"deny", "warn", "dryrun", "scoped"}
	msg := sprintf("constraint not enforced (Gatekeeper knows no enforcementAction \"%s\")", [action])
}

# METADATA
# title: No action is for admission
# custom: {control: gatekeeper.constraint-deny}
deny contains "constraint not enforced (scopedEnforcementActions has none for admission)" if {
	action == "scoped"
	count(at_admission) == 0
}

# METADATA
# title: What violates it is let pass
# custom: {control: gatekeeper.constraint-deny}
warn contains msg if {
	count(at_admission) > 0
	not "deny" in at_admission
	msg := sprintf("constraint does not deny (at admission it is %s)", [lib.quoted(at_admission)])
}

# METADATA
# title: What the Constraint says is done; undefined for everything else
action := said if {
	said := lib.get(gatekeeper.constraint, ["spec", "enforcementAction"], "")
	said != ""
} else := "deny" if gatekeeper.constraint

# METADATA
# title: The actions at admission that Gatekeeper knows
at_admission := [known | some known in ["deny", "warn", "dryrun"]; known in asked]

# METADATA
# title: The actions that are asked for at admission
asked := {action} if {
	action != "scoped"
} else := {lib.get(scoped, ["action"], "") |
	some scoped in lib.get(gatekeeper.constraint, ["spec", "scopedEnforcementActions"], [])
	some point in lib.get(scoped, ["enforcementPoints"], [])
	lib.get(point, ["name"], "") in {"validation.gatekeeper.sh", "vap.k8s.io", "*"}
}
