package kubelet.allowed_unsafe_sysctls_test

import data.kubelet.allowed_unsafe_sysctls as policy

configuration(items) := {
	"apiVersion": "kubelet.config.k8s.io/v1beta1",
	"kind": "KubeletConfiguration",
	"allowedUnsafeSysctls": items,
}

asked(items, allowed) := {"request": {"object": configuration(items)}, "parameters": {"allow": allowed}}

refused(items) := {sprintf("unsafe sysctls not allowed (%s)", [items])}

broad(items) := {sprintf("unsafe sysctls of a whole group (%s)", [items])}

test_deny_what_is_not_listed if {
	policy.deny == refused(`"kernel.msg*", "net.core.somaxconn"`) with input as configuration(["kernel.msg*", "net.core.somaxconn"])
	policy.deny == refused(`"net.ipv4.*"`) with input as asked(["kernel.msg*", "net.ipv4.*"], "kernel.msg*, net.core.somaxconn")
	policy.deny == refused(`"", 5`) with input as configuration(["", 5])
}

test_deny_all_but_the_same_letters if {
	policy.deny == refused(`"kernel.msgmax"`) with input as asked(["kernel.msgmax"], "kernel.msg*")
	policy.deny == refused(`"kernel.msgm*"`) with input as asked(["kernel.msgm*"], "kernel.msg*")
	policy.deny == refused(`"kernel/msg*"`) with input as asked(["kernel/msg*"], "kernel.msg*")
	policy.deny == refused(`"Kernel.msg*"`) with input as asked(["Kernel.msg*"], "kernel.msg*")
}

test_deny_whole_groups_whatever_is_listed if {
	every item in ["*", "net.*", "net*", "n*", "net/*", "net.*.x", "kernel.*", "fs.*", "user.*"] {
		policy.deny == broad(sprintf("\"%s\"", [item])) with input as asked([item], item)
	}
	wanted := refused(`"net.a"`) | broad(`"net.*", "*"`)
	policy.deny == wanted with input as configuration(["net.*", "net.a", "*"])
}

test_allow_what_is_listed_and_nothing if {
	policy.deny == set() with input as asked(["kernel.msg*", "net.ipv4.*", "fs.mqueue.*"], "net.ipv4.*,fs.mqueue.*,kernel.msg*")
	policy.deny == set() with input as asked(["net", "kernel."], "net,kernel.")
	policy.deny == set() with input as configuration([])
	policy.deny == set() with input as configuration(null)
}

test_deny_what_is_no_list if {
	policy.deny == {`allowedUnsafeSysctls is no list (is "net.*")`} with input as asked("net.*", "net.*")
	policy.deny == {`allowedUnsafeSysctls is no list (is {})`} with input as configuration({})
}

test_allow_other_files if {
	file := object.union(configuration(["*"]), {"kind": "Other"})
	policy.deny == set() with input as file
}
