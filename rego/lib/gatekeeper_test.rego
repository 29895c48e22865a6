package lib.gatekeeper_test

import data.lib.gatekeeper

test_the_kinds if {
	gatekeeper.constraint.kind == "K8sAny" with input as {"apiVersion": "constraints.gatekeeper.sh/v1beta1", "kind": "K8sAny"}
	gatekeeper.config.kind == "Config" with input as {"apiVersion": "config.gatekeeper.sh/v1alpha1", "kind": "Config"}
	gatekeeper.template.kind == "ConstraintTemplate" with input as {
		"apiVersion": "templates.gatekeeper.sh/v1",
		"kind": "ConstraintTemplate",
	}
}

test_other_kinds_are_none if {
	every other in [
		{"apiVersion": "v1", "kind": "Config"},
		{"apiVersion": "config.gatekeeper.sh/v1alpha1", "kind": "ConstraintTemplate"},
		{"apiVersion": "templates.gatekeeper.sh/v1", "kind": "Config"},
	] {
		not gatekeeper.constraint with input as other
		not gatekeeper.config with input as other
		not gatekeeper.template with input as other
	}
}

test_a_status_is_none if {
	every group in ["constraints", "config", "templates"] {
		every kind in ["K8sAny", "Config", "ConstraintTemplate"] {
			request := {
				"subResource": "status",
				"object": {"apiVersion": sprintf("%s.gatekeeper.sh/v1", [group]), "kind": kind},
			}
			not gatekeeper.constraint with input as {"request": request}
			not gatekeeper.config with input as {"request": request}
			not gatekeeper.template with input as {"request": request}
		}
	}
}

test_patterns_cover if {
	every pair in [
		["team-a", "team-a"], ["*", "*"], ["*", "team-a"], ["*", "kube-*"],
		["kube-*", "kube-system"], ["kube-*", "kube-*"], ["kube-*", "kube-s*"],
		["*-system", "kube-system"], ["*-system", "*-system"], ["*sys*", "kube-system"], ["*sys*", "*sys"],
	] {
		gatekeeper.covers(pair[0], pair[1])
	}
}

test_patterns_do_not_cover if {
	every pair in [
		["team-a", "team-b"], ["team-a", "*"], ["kube-*", "*"], ["kube-*", "kub*"], ["kube-*", "my-kube-x"],
		["*-system", "system"], ["*-system", "a-system-b"], ["*sys*", "*s*"], ["kube", "kube-system"], ["kube-*", "*kube-*"],
	] {
		not gatekeeper.covers(pair[0], pair[1])
	}
}
