package lib_test

import data.lib

asked(version) := {"request": {"object": pod}, "parameters": {"policyVersion": version}}

test_no_version_is_latest if {
	lib.policy_version == lib.latest_minor with input as pod
	lib.policy_version == lib.latest_minor with input as asked(null)
	lib.policy_version == lib.latest_minor with input as asked("latest")
}

test_a_version_is_its_minor if {
	lib.policy_version == 0 with input as asked("v1.0")
	lib.policy_version == 28 with input as asked("v1.28")
	lib.policy_version == 999999999 with input as asked("v1.999999999")
}

test_latest_is_newer_than_every_version if lib.latest_minor > 999999999

invalid_versions := ["1.28", "v1.028", "v2.0", "v1.28.1", "v1.", "v1.9999999999", "Latest", "", 1.28, false, ["v1.28"]]

test_an_invalid_version_is_none if {
	every version in invalid_versions {
		not lib.policy_version with input as asked(version)
	}
}

test_an_invalid_version_is_told if {
	every version in invalid_versions {
		lib.invalid_policy_version with input as asked(version)
	}
	lib.invalid_policy_version == "policyVersion (`1.28` is neither latest nor a version such as v1.30)" with input as asked("1.28")
}

test_a_valid_version_is_not_told if not lib.invalid_policy_version with input as asked("v1.28")

test_an_invalid_version_matters_to_pods_only if {
	service := {"apiVersion": "v1", "kind": "Service"}
	not lib.invalid_policy_version with input as {"request": {"object": service}, "parameters": {"policyVersion": "1.28"}}
}
