package psa.config.exemptions_test

import data.psa.config.exemptions as policy

configuration(exemptions) := {
	"apiVersion": "pod-security.admission.config.k8s.io/v1",
	"kind": "PodSecurityConfiguration",
	"exemptions": exemptions,
}

asked(exemptions, params) := {"request": {"object": configuration(exemptions)}, "parameters": params}

exempt(details) := sprintf("exempt from Pod Security (%s)", [details])

invalid(details) := sprintf("invalid exemptions from Pod Security (%s)", [details])

test_deny_namespaces_outside_the_list if {
	exemptions := {"namespaces": ["kube-system", "team-a", "team-b"]}
	policy.deny == {exempt(`namespaces "team-a", "team-b"`)} with input as configuration(exemptions)
	policy.deny == {exempt(`namespaces "kube-system", "team-b"`)} with input as asked(exemptions, {"allowedNamespaces": "team-a"})
}

test_deny_users_outside_the_list if {
	policy.deny == {exempt(`usernames "ann"`)} with input as configuration({"usernames": ["ann"]})
	wanted := {exempt(`namespaces "team-a"; usernames "bob"`)}
	policy.deny == wanted with input as asked({"namespaces": ["team-a"], "usernames": ["ann", "bob"]}, {"allowedUsernames": "ann"})
}

test_deny_names_that_are_there_twice if {
	wanted := {invalid(`namespaces has "kube-system" twice; usernames has "ann" twice; runtimeClasses has "kata" twice`)}
	exemptions := {
		"namespaces": ["kube-system", "kube-system", "kube-system"],
		"usernames": ["ann", "bob", "ann"],
		"runtimeClasses": ["kata", "kata"],
	}
	params := {"allowedUsernames": "ann,bob", "allowedRuntimeClasses": "kata"}
	policy.deny == wanted with input as asked(exemptions, params)
	policy.warn == set() with input as asked(exemptions, params)
}

test_deny_names_that_are_none if {
	policy.deny == {invalid(`namespaces has "*", which is no name`)} with input as configuration({"namespaces": ["*"]})
	policy.deny == {invalid(`usernames has "", which is no name`)} with input as configuration({"usernames": [""]})
	policy.deny == {invalid(`runtimeClasses has "", which is no name`)} with input as configuration({"runtimeClasses": [""]})
	policy.deny == {invalid(`namespaces has 5, which is no name; usernames has 5, which is no name`)} with input as configuration({
		"namespaces": [5], "usernames": [5],
	})
	every name in ["", "Team", "-a", "a-", "a.b", concat("", ["a" | some _ in numbers.range(1, 64)])] {
		count(policy.deny) == 1 with input as asked({"namespaces": [name]}, {"allowedNamespaces": name})
	}
}

test_allow_what_is_listed if {
	longest := concat("", ["a" | some _ in numbers.range(1, 63)])
	exemptions := {"namespaces": ["kube-system", longest, "a"], "usernames": ["system:admin"]}
	params := {"allowedNamespaces": sprintf("kube-system, %s, a", [longest]), "allowedUsernames": "system:admin"}
	policy.deny == set() with input as asked(exemptions, params)
	every none in [null, {}, {"namespaces": null, "usernames": [], "runtimeClasses": null}, {"namespaces": ["kube-system"]}] {
		policy.deny == set() with input as configuration(none)
		policy.warn == set() with input as configuration(none)
	}
}

test_warn_of_runtime_classes if {
	exemptions := {"runtimeClasses": ["kata", "gvisor"]}
	policy.warn == {exempt(`runtimeClasses "kata", "gvisor"`)} with input as configuration(exemptions)
	policy.deny == set() with input as configuration(exemptions)
	policy.warn == {exempt(`runtimeClasses "gvisor"`)} with input as asked(exemptions, {"allowedRuntimeClasses": "kata"})
}

test_allow_other_files if {
	file := object.union(configuration({"namespaces": ["a"]}), {"kind": "Other"})
	policy.deny == set() with input as file
	policy.warn == set() with input as file
}
