package psa.config.defaults_test

import data.psa.config.defaults as policy

configuration(defaults) := {
	"apiVersion": "pod-security.admission.config.k8s.io/v1",
	"kind": "PodSecurityConfiguration",
	"defaults": defaults,
}

asked(file, params) := {"request": {"object": file}, "parameters": params}

weak(wanted, found) := {sprintf("Pod Security defaults below the floor (enforce must be \"%s\" or stricter, is %s)", [wanted, found])}

invalid(details) := {sprintf("invalid Pod Security defaults (%s)", [details])}

test_deny_a_weak_default if {
	policy.deny == weak("baseline", `"privileged"`) with input as configuration({"enforce": "privileged"})
	policy.deny == weak("restricted", `"baseline"`) with input as asked(configuration({"enforce": "baseline"}), {"minEnforce": "restricted"})
}

test_deny_no_default if {
	every defaults in [null, {}, {"enforce": null}, {"enforce": ""}, {"audit": "restricted", "warn": "restricted"}] {
		policy.deny == weak("baseline", "not set") with input as configuration(defaults)
	}
}

test_allow_the_floor_and_stricter if {
	policy.deny == set() with input as configuration({"enforce": "baseline", "enforce-version": "latest"})
	policy.deny == set() with input as configuration({"enforce": "restricted", "enforce-version": "v1.37", "audit-version": "", "warn": null})
	policy.deny == set() with input as asked(configuration({}), {"minEnforce": "privileged"})
}

test_deny_what_is_no_level_or_version if {
	policy.deny == invalid(`enforce "Restricted" is no level`) with input as configuration({"enforce": "Restricted"})
	defaults := {"enforce": "baseline", "warn": "none", "audit": 5, "enforce-version": "1.26", "audit-version": "v1.05", "warn-version": 1}
	wanted := concat("; ", [
		`audit 5 is no level`, `warn "none" is no level`, `enforce-version "1.26" is no version`,
		`audit-version "v1.05" is no version`, `warn-version 1 is no version`,
	])
	policy.deny == invalid(wanted) with input as configuration(defaults)
}

test_deny_inside_another_file if {
	file := {
		"apiVersion": "apiserver.config.k8s.io/v1",
		"kind": "AdmissionConfiguration",
		"plugins": [{"name": "A"}, {"name": "PodSecurity", "configuration": configuration({"enforce": "privileged"})}],
	}
	policy.deny == weak("baseline", `"privileged"`) with input as asked(file, {})
}

test_deny_bad_params if {
	wanted := {`invalid params (minEnforce must be "privileged", "baseline" or "restricted", is "none")`}
	policy.deny == wanted with input as asked(configuration({}), {"minEnforce": "none"})
}

test_allow_other_files if {
	policy.deny == set() with input as asked({"kind": "PodSecurityConfiguration"}, {"minEnforce": "none"})
}
