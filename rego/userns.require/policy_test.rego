package userns.require_test

import data.userns.require as policy

asked(spec, params) := {
	"request": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}},
	"parameters": params,
}

missing := {"no user namespace (spec.hostUsers must be false)"}

test_allow_a_user_namespace if policy.deny == set() with input as asked({"hostUsers": false}, {})

test_deny_true_null_and_missing if {
	every spec in [{"hostUsers": true}, {"hostUsers": null}, {}] {
		policy.deny == missing with input as asked(spec, {})
		policy.warn == set() with input as asked(spec, {})
	}
}

test_allow_exempt_pods if {
	every spec in [{"hostNetwork": true}, {"hostPID": true}, {"hostIPC": true}, {"os": {"name": "windows"}}] {
		policy.deny == set() with input as asked(spec, {})
		policy.deny == missing with input as asked(spec, {"exemptIf": ""})
	}
	policy.deny == missing with input as asked({"hostNetwork": false, "hostPID": null}, {})
	policy.deny == set() with input as asked({"hostPID": true}, {"exemptIf": "windows, hostPID"})
	policy.deny == missing with input as asked({"hostIPC": true}, {"exemptIf": "windows, hostPID"})
}

test_the_version_decides_between_silence_warning_and_denial if {
policy.deny |
	policy.warn == set() with input as asked({}, {"clusterVersion": "v1.29"})
	every version in ["v1.30", "v1.32"] {
		policy.warn == missing with input as asked({}, {"clusterVersion": version})
		policy.deny == set() with input as asked({}, {"clusterVersion": version})
	}
	policy.deny == missing with input as asked({}, {"clusterVersion": "v1.33"})
	policy.deny == missing with input as asked({}, {"clusterVersion": "v1.30", "minMinor": "30"})
	policy.warn == missing with input as asked({}, {"clusterVersion": "v1.35", "minMinor": 36})
	policy.warn == set() with input as asked({"hostUsers": false}, {"clusterVersion": "v1.30"})
}

test_deny_bad_params if {
	wanted := concat("", [
		`invalid params (clusterVersion must be "latest" or "v1.x", is "1.30"; `,
		`exemptIf must list hostNetwork, hostPID, hostIPC and windows alone, has "linux"; minMinor must be a whole number, is "v1.33")`,
	])
	policy.deny == {wanted} with input as asked({}, {"clusterVersion": "1.30", "exemptIf": "windows,linux", "minMinor": "v1.33"})
	policy.deny == {`invalid params (minMinor must be a whole number, is "x")`} with input as asked({}, {"minMinor": "x"})
}

test_allow_other_kinds if policy.deny == set() with input as {"apiVersion": "v1", "kind": "Service", "spec": {}}
