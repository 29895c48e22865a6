package rootless.kubeproxy_config_test

import data.rootless.kubeproxy_config as policy

configuration(conntrack) := {
	"apiVersion": "kubeproxy.config.k8s.io/v1alpha1",
	"kind": "KubeProxyConfiguration",
	"conntrack": conntrack,
}

asked(rootless, conntrack) := {"request": {"object": configuration(conntrack)}, "parameters": {"rootless": rootless}}

zeros := {"maxPerCore": 0, "tcpEstablishedTimeout": "0s", "tcpCloseWaitTimeout": "0s"}

refused(details) := {sprintf("kube-proxy not set up to run without root (conntrack settings must be zero: %s)", [details])}

test_allow_zeros if {
	policy.deny == set() with input as asked("true", zeros)
	every zero in ["0", "0h0m0s", "0ms", "-0.0s", "00us"] {
		policy.deny == set() with input as asked(true, object.union(zeros, {"tcpCloseWaitTimeout": zero}))
	}
}

test_deny_other_settings if {
	policy.deny == refused("maxPerCore is 32768") with input as asked("true", object.union(zeros, {"maxPerCore": 32768}))
	every time in ["1s", "0h1m", "0.1s", "", "10s", "0s1"] {
		wanted := refused(sprintf("tcpEstablishedTimeout is \"%s\"", [time]))
		policy.deny == wanted with input as asked("true", object.union(zeros, {"tcpEstablishedTimeout": time}))
	}
	policy.deny == refused(`tcpCloseWaitTimeout is "1h"`) with input as asked("true", object.union(zeros, {"tcpCloseWaitTimeout": "1h"}))
	policy.deny == refused(`maxPerCore is "0"`) with input as asked("true", object.union(zeros, {"maxPerCore": "0"}))
	policy.deny == refused("tcpCloseWaitTimeout is 0") with input as asked("true", object.union(zeros, {"tcpCloseWaitTimeout": 0}))
	policy.deny == refused("maxPerCore is false") with input as asked("true", object.union(zeros, {"maxPerCore": false}))
}

test_deny_settings_that_are_left_out if {
	wanted := refused("maxPerCore is not set, tcpEstablishedTimeout is not set, tcpCloseWaitTimeout is not set")
	every conntrack in [null, {}, {"maxPerCore": null}] {
		policy.deny == wanted with input as asked("true", conntrack)
	}
	policy.deny == refused("tcpEstablishedTimeout is not set") with input as asked("true", object.remove(zeros, ["tcpEstablishedTimeout"]))
}

test_allow_all_where_nothing_is_rootless if {
	policy.deny == set() with input as configuration({"maxPerCore": 32768})
	policy.deny == set() with input as asked("false", {})
}

test_deny_bad_params if {
	policy.deny == {`invalid params (rootless must be "true" or "false", is "yes")`} with input as asked("yes", zeros)
}

test_allow_other_files if {
	every rootless in ["true", "yes"] {
		policy.deny == set() with input as {"request": {"object": object.union(configuration({}), {"kind": "Other"})}, "parameters": {"rootless": rootless}}
	}
}
