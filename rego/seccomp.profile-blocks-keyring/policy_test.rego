package seccomp.profile_blocks_keyring_test

import data.seccomp.profile_blocks_keyring as policy

profile(action, entries) := {"defaultAction": action, "syscalls": entries}

entry(names, action) := {"names": names, "action": action}

keyring := ["keyctl", "add_key", "request_key"]

asked(file, syscalls) := {"request": {"object": file}, "parameters": {"syscalls": syscalls}}

open(names) := {sprintf("syscalls not blocked (%s)", [names])}

gated(details) := {sprintf("syscalls not blocked for containers with a capability (%s)", [details])}

allow_list(entries) := profile("SCMP_ACT_ERRNO", array.concat([entry(["read", "write"], "SCMP_ACT_ALLOW")], entries))

deny_list(entries) := profile("SCMP_ACT_ALLOW", entries)

test_allow_what_stops_by_default if {
	every action in ["SCMP_ACT_ERRNO", "SCMP_ACT_TRAP", "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_KILL_PROCESS"] {
		policy.deny == set() with input as profile(action, null)
		policy.deny == set() with input as deny_list([entry(keyring, action)])
	}
	policy.deny == set() with input as allow_list([entry(["keyctl"], "SCMP_ACT_ERRNO")])
	policy.warn == set() with input as allow_list([])
}

test_deny_what_does_not_stop_by_default if {
	every action in ["SCMP_ACT_ALLOW", "SCMP_ACT_LOG", "SCMP_ACT_TRACE", "SCMP_ACT_NOTIFY", "scmp_act_errno", ""] {
		policy.deny == open("keyctl, add_key, request_key") with input as profile(action, [])
		policy.deny == open("add_key") with input as allow_list([entry(["add_key"], action)])
	}
	policy.deny == open("keyctl, add_key, request_key") with input as {"syscalls": []}
	policy.deny == open("keyctl, add_key, request_key") with input as {"defaultAction": "SCMP_ACT_ALLOW"}
}

test_deny_a_deny_list_that_misses_one if {
	policy.deny == open("keyctl") with input as deny_list([entry(["add_key", "request_key"], "SCMP_ACT_ERRNO")])
	policy.deny == open("keyctl") with input as deny_list([entry(keyring, "SCMP_ACT_ERRNO"), entry(["keyctl"], "SCMP_ACT_ALLOW")])
}

test_older_profiles_have_one_name if {
	policy.deny == open("keyctl") with input as allow_list([{"name": "keyctl", "action": "SCMP_ACT_ALLOW"}])
	stops := [{"name": name, "action": "SCMP_ACT_ERRNO"} | some name in keyring]
	policy.deny == set() with input as deny_list(stops)
}

test_a_condition_lets_some_calls_through if {
	every condition in [{"args": [{"index": 0}]}, {"includes": {"arches": ["amd64"]}}, {"includes": {"minKernel": "5.0"}}, {"excludes": {"caps": ["CAP_SYS_ADMIN"]}}] {
		policy.deny == open("keyctl") with input as allow_list([object.union(entry(["keyctl"], "SCMP_ACT_ALLOW"), condition)])
		policy.deny == open("keyctl, add_key, request_key") with input as deny_list([object.union(entry(keyring, "SCMP_ACT_ERRNO"), condition)])
	}
	every condition in [{"args": []}, {"args": null}, {"includes": {}}, {"includes": {"arches": [], "caps": null, "minKernel": ""}}, {"excludes": null}] {
		policy.deny == set() with input as deny_list([object.union(entry(keyring, "SCMP_ACT_ERRNO"), condition)])
	}
}

test_warn_of_a_capability if {
	admin := object.union(entry(["keyctl", "add_key"], "SCMP_ACT_ALLOW"), {"includes": {"caps": ["CAP_SYS_ADMIN"]}})
	more := object.union(entry(["keyctl"], "SCMP_ACT_LOG"), {"includes": {"caps": ["CAP_BPF"]}})
	policy.deny == set() with input as allow_list([admin, more])
	policy.warn == gated("keyctl with CAP_BPF, CAP_SYS_ADMIN; add_key with CAP_SYS_ADMIN") with input as allow_list([admin, more])
	policy.warn == gated("add_key with CAP_SYS_ADMIN") with input as allow_list([admin, entry(["keyctl"], "SCMP_ACT_ALLOW")])
	stops := object.union(entry(["keyctl"], "SCMP_ACT_ERRNO"), {"includes": {"caps": ["CAP_SYS_ADMIN"]}})
	policy.warn == set() with input as allow_list([stops])
}

test_the_params_name_the_calls if {
	policy.deny == open("bpf, read") with input as asked(allow_list([entry(["bpf", "keyctl"], "SCMP_ACT_ALLOW")]), "bpf, ptrace,read")
	policy.deny == set() with input as asked(deny_list([]), "")
}

test_allow_other_files if {
	policy.deny == set() with input as {"a": 1}
	policy.deny == set() with input as object.union(deny_list([]), {"apiVersion": "example.com/v1"})
	policy.deny == set() with input as {"request": {"object": object.union(deny_list([]), {"kind": "Other"})}}
}
