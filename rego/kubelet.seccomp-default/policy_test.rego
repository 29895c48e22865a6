package kubelet.seccomp_default_test

import data.kubelet.seccomp_default as policy

configuration(fields) := object.union({"apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration"}, fields)

at(version, fields) := {"request": {"object": configuration(fields)}, "parameters": {"clusterVersion": version}}

on(gates) := {"seccompDefault": true, "featureGates": gates}

default_off(found) := {sprintf("seccompDefault must be true (is %s)", [found])}

gate_off(found) := {sprintf("feature gate SeccompDefault must be true (is %s)", [found])}

gone := {"feature gate SeccompDefault is gone from v1.29 on (a kubelet that is told of it does not start)"}

test_deny_a_default_that_is_not_on if {
	policy.deny == default_off("not set") with input as configuration({})
	policy.deny == default_off("not set") with input as at("v1.25", {"seccompDefault": null})
	policy.deny == default_off("false") with input as configuration({"seccompDefault": false})
	policy.deny == default_off(`"true"`) with input as configuration({"seccompDefault": "true"})
	policy.deny == default_off("not set") with input as at("v1.22", {"featureGates": {"SeccompDefault": true}})
}

test_allow_the_default if {
	every version in ["v1.25", "v1.26", "v1.27", "v1.28", "v1.29", "latest"] {
		policy.deny == set() with input as at(version, {"seccompDefault": true})
		policy.deny == set() with input as at(version, on(null))
	}
}

test_deny_an_alpha_gate_that_is_off if {
	every version in ["v1.22", "v1.24"] {
		policy.deny == gate_off("not set") with input as at(version, {"seccompDefault": true})
		policy.deny == gate_off("not set") with input as at(version, on({"AllBeta": true}))
		policy.deny == gate_off("false") with input as at(version, on({"SeccompDefault": false, "AllAlpha": true}))
		policy.deny == gate_off(`"true"`) with input as at(version, on({"SeccompDefault": "true"}))
		policy.deny == set() with input as at(version, on({"SeccompDefault": true}))
		policy.deny == set() with input as at(version, on({"AllAlpha": true}))
	}
}

test_deny_a_later_gate_that_is_turned_off if {
	every version in ["v1.25", "v1.26"] {
		policy.deny == gate_off("false") with input as at(version, on({"AllBeta": false}))
		policy.deny == set() with input as at(version, on({"AllBeta": false, "SeccompDefault": true}))
		policy.deny == set() with input as at(version, on({"AllAlpha": false}))
	}
	every version in ["v1.25", "v1.26", "v1.27", "v1.28"] {
		policy.deny == gate_off("false") with input as at(version, on({"SeccompDefault": false}))
	}
	policy.deny == set() with input as at("v1.27", on({"AllBeta": false}))
}

test_deny_a_gate_that_is_gone if {
	every value in [true, false] {
		policy.deny == gone with input as at("v1.29", on({"SeccompDefault": value}))
		policy.deny == gone with input as configuration(on({"SeccompDefault": value}))
	}
	policy.deny == set() with input as at("v1.28", on({"SeccompDefault": true}))
}

test_allow_all_before_1_22 if {
	policy.deny == set() with input as at("v1.21", {})
	policy.deny == set() with input as at("v1.21", on({"SeccompDefault": false}))
}

test_deny_bad_params if {
	policy.deny == {`invalid params (clusterVersion must be "latest" or "v1.x", is "1.29")`} with input as at("1.29", {})
}

test_allow_other_files if {
	policy.deny == set() with input as at("v1.24", {"kind": "Other"})
	policy.deny == set() with input as at("1", {"kind": "Other", "featureGates": {"SeccompDefault": true}})
}
