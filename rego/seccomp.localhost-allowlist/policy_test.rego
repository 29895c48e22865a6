package seccomp.localhost_allowlist_test

import data.seccomp.localhost_allowlist as policy

asked(spec, allowed) := {
	"request": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}},
	"parameters": {"allowedProfiles": allowed},
}

setting(type, file) := {"securityContext": {"seccompProfile": {"type": type, "localhostProfile": file}}}

container(name, file) := object.union({"name": name}, setting("Localhost", file))

test_allow_files_of_the_list if {
	policy.deny == set() with input as asked(setting("Localhost", "profiles/a.json"), "b.json, profiles/a.json")
}

test_deny_other_files if {
	wanted := {`forbidden localhostProfile (pod sets "profiles/b.json", which is not allowed)`}
	policy.deny == wanted with input as asked(setting("Localhost", "profiles/b.json"), "profiles/a.json")
}

test_allow_any_file_where_the_list_is_empty if {
	every file in ["profiles/b.json", "a..b.json", "..a/b.json", "a/..b"] {
		policy.deny == set() with input as asked(setting("Localhost", file), "")
	}
}

test_deny_files_outside_the_folder_in_visiting_order if {
	wanted := concat("", [
		`forbidden localhostProfile (container "i" sets "a/../b", which has ".."`,
		`; container "a" sets "/abs.json", which is absolute; container "b" sets none; container "e" sets none)`,
	])
	policy.deny == {wanted} with input as asked(
		{
			"containers": [container("a", "/abs.json"), container("b", null), container("c", "x.json")],
			"initContainers": [container("i", "a/../b")],
			"ephemeralContainers": [container("e", "")],
		},
		"x.json,/abs.json",
	)
}

test_allow_other_types_and_none if {
	policy.deny == set() with input as asked(setting("RuntimeDefault", "/abs.json"), "")
	policy.deny == set() with input as asked({"containers": [{"name": "a"}]}, "a.json")
}
