package gatekeeper.constraint_deny_test

import data.gatekeeper.constraint_deny as policy

constraint(spec) := {
	"apiVersion": "constraints.gatekeeper.sh/v1beta1",
	"kind": "K8sRequiredLabels",
	"metadata": {"name": "owner"},
	"spec": spec,
}

scoped(actions) := constraint({"enforcementAction": "scoped", "scopedEnforcementActions": [one |
	some [action, points] in actions
	one := {"action": action, "enforcementPoints": [{"name": point} | some point in points]}
]})

test_deny_unknown_actions if {
	every action in ["Deny", "audit"] {
		wanted := {sprintf("constraint not enforced (Gatekeeper knows no enforcementAction \"%s\")", [action])}
		policy.deny == wanted with input as constraint({"enforcementAction": action})
		policy.warn == set() with input as constraint({"enforcementAction": action})
	}
}

test_deny_scoped_to_nothing_at_admission if {
	every given in [
		scoped([]),
		scoped([["deny", ["audit.gatekeeper.sh"]]]),
		scoped([["deny", []], ["warn", ["gator.gatekeeper.sh", "audit.gatekeeper.sh"]]]),
		scoped([["Deny", ["*"]]]),
		constraint({"enforcementAction": "scoped"}),
	] {
		policy.deny == {"constraint not enforced (scopedEnforcementActions has none for admission)"} with input as given
		policy.warn == set() with input as given
	}
}

test_warn_of_what_only_tells if {
	policy.warn == {`constraint does not deny (at admission it is "dryrun")`} with input as constraint({"enforcementAction": "dryrun"})
	policy.warn == {`constraint does not deny (at admission it is "warn")`} with input as constraint({"enforcementAction": "warn"})
	policy.deny == set() with input as constraint({"enforcementAction": "warn"})
	given := scoped([["dryrun", ["*"]], ["warn", ["vap.k8s.io"]], ["deny", ["audit.gatekeeper.sh"]]])
	policy.warn == {`constraint does not deny (at admission it is "warn", "dryrun")`} with input as given
	policy.deny == set() with input as given
}

test_allow_deny if {
	every given in [
		constraint({}),
		constraint(null),
		constraint({"enforcementAction": ""}),
		constraint({"enforcementAction": null}),
		constraint({"enforcementAction": "deny", "scopedEnforcementActions": []}),
		scoped([["deny", ["validation.gatekeeper.sh"]]]),
		scoped([["warn", ["*"]], ["deny", ["audit.gatekeeper.sh", "vap.k8s.io"]]]),
		scoped([["deny", ["*"]]]),
	] {
		policy.deny == set() with input as given
		policy.warn == set() with input as given
	}
}

test_allow_other_kinds if {
	other := object.union(constraint({"enforcementAction": "dryrun"}), {"apiVersion": "example.com/v1"})
	policy.deny == set() with input as other
	policy.warn == set() with input as other
}
