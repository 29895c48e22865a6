package pss.restricted.capabilities_test

import data.pss.restricted.capabilities as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

at(version, spec) := {"request": {"object": pod(spec)}, "parameters": {"policyVersion": version}}

container(name, capabilities) := {"name": name, "securityContext": {"capabilities": capabilities}}

must_drop(who) := {sprintf("unrestricted capabilities (%s must set securityContext.capabilities.drop=[\"ALL\"])", [who])}

must_not_add(who, values) := {sprintf(
	"unrestricted capabilities (%s must not include %s in securityContext.capabilities.add)",
	[who, values],
)}

test_allow_all_dropped if {
	policy.deny == set() with input as pod({"containers": [container("a", {"drop": ["CHOWN", "ALL"]})]})
}

test_allow_only_the_capability_to_open_low_ports if {
	policy.deny == set() with input as pod({"containers": [container("a", {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]})]})
}

test_deny_not_dropping_all if {
	policy.deny == must_drop(`containers "a", "b", "c", "d", "e"`) with input as pod({"containers": [
		container("a", {"drop": ["all"]}),
		container("b", {"drop": ["CAP_ALL"]}),
		container("c", {"drop": null}),
		container("d", null),
		{"name": "e"},
	]})
}

test_deny_each_list_of_containers if {
	every list in ["initContainers", "containers", "ephemeralContainers"] {
		policy.deny == must_drop(`container "a"`) with input as pod({list: [{"name": "a"}]})
	}
}

test_deny_other_capabilities_sorted_and_once if {
	spec := {"containers": [
		container("a", {"drop": ["ALL"], "add": ["SYS_ADMIN", "CAP_NET_BIND_SERVICE"]}),
		container("b", {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}),
		container("c", {"drop": ["ALL"], "add": ["CHOWN", "SYS_ADMIN"]}),
	]}
	wanted := must_not_add(`containers "a", "c"`, `"CAP_NET_BIND_SERVICE", "CHOWN", "SYS_ADMIN"`)
	policy.deny == wanted with input as pod(spec)
}

test_deny_both_in_one_message if {
	wanted := {concat("", [
		`unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]; `,
		`container "a" must not include "CHOWN" in securityContext.capabilities.add)`,
	])}
	policy.deny == wanted with input as pod({"containers": [container("a", {"add": ["CHOWN"]})]})
}

test_the_rule_begins_with_1_22 if {
	spec := {"containers": [{"name": "a"}]}
	policy.deny == set() with input as at("v1.21", spec)
	policy.deny == must_drop(`container "a"`) with input as at("v1.22", spec)
}

test_windows_is_exempt_from_1_25 if {
	spec := {"os": {"name": "windows"}, "containers": [container("a", {"drop": ["ALL"], "add": ["SYS_ADMIN"]})]}
	policy.deny == must_not_add(`container "a"`, `"SYS_ADMIN"`) with input as at("v1.24", spec)
	policy.deny == set() with input as at("v1.25", spec)
}

test_deny_an_invalid_policy_version if {
	policy.deny == {"policyVersion (`1.30` is neither latest nor a version such as v1.30)"} with input as at("1.30", {})
}
