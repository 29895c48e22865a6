package csi.fsgroup_range_test

import data.csi.fsgroup_range as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

group(value) := {"securityContext": {"fsGroup": value}}

asked(parameters, spec) := {"request": {"object": pod(spec)}, "parameters": parameters}

told(details) := {sprintf("forbidden fsGroup (must be in %s)", [details])}

test_deny_out_of_range if {
	policy.deny == told("1-65535, is 0") with input as pod(group(0))
	policy.deny == told("1-65535, is 70000") with input as pod(group(70000))
	policy.deny == told("1-65535, is -1") with input as asked({"rule": "MustRunAs"}, group(-1))
}

test_allow_in_range_and_none if {
	every value in [1, 1000, 65535, null] {
		policy.deny == set() with input as pod(group(value))
	}
	policy.deny == set() with input as pod({})
}

test_ranges_are_a_param if {
	policy.deny == set() with input as asked({"ranges": "10-20, 0-0"}, group(0))
	policy.deny == set() with input as asked({"ranges": "10-20, 0-0"}, group(20))
	policy.deny == told("10-20, 0-0, is 21") with input as asked({"ranges": "10-20, 0-0"}, group(21))
	policy.deny == told("20-10, is 15") with input as asked({"ranges": "20-10"}, group(15))
}

test_must_run_as_needs_a_group if {
	policy.deny == told("1-65535, is not set") with input as asked({"rule": "MustRunAs"}, group(null))
	policy.deny == set() with input as asked({"rule": "MustRunAs"}, group(1))
	policy.deny == set() with input as asked({"rule": "MustRunAs"}, {"os": {"name": "windows"}})
}

test_run_as_any_allows_all if {
	policy.deny == set() with input as asked({"rule": "RunAsAny"}, group(0))
	policy.deny == set() with input as asked({"rule": "RunAsAny"}, {})
}

test_deny_bad_params if {
	policy.deny == {concat("", [
		`invalid params (ranges must be from-to, has "x"; ranges must be from-to, has "1"; `,
		`rule must be "MayRunAs", "MustRunAs" or "RunAsAny", is "Any")`,
	])} with input as asked({"ranges": "x, 1-2, 1", "rule": "Any"}, group(0))
	policy.deny == {`invalid params (ranges must be from-to, has "01-2")`} with input as asked({"ranges": "01-2", "rule": "MustRunAs"}, {})
}

test_allow_other_kinds if {
	secret := {"apiVersion": "v1", "kind": "Secret"}
	policy.deny == set() with input as {"request": {"object": secret}, "parameters": {"rule": "MustRunAs"}}
	policy.deny == set() with input as {"request": {"object": secret}, "parameters": {"rule": "x"}}
}
