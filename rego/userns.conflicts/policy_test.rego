package userns.conflicts_test

import data.userns.conflicts as policy

asked(spec, params) := {
	"request": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}},
	"parameters": params,
}

with_own(names) := {sprintf("user namespace conflicts (hostUsers is false with %s)", [names])}

test_deny_each_and_all_in_order if {
	every name in ["hostNetwork", "hostPID", "hostIPC"] {
		policy.deny == with_own(name) with input as asked({"hostUsers": false, name: true}, {})
	}
	policy.deny == with_own("os windows") with input as asked({"hostUsers": false, "os": {"name": "windows"}}, {})
	policy.deny == with_own("hostNetwork, hostPID, hostIPC, os windows") with input as asked(
		{"hostUsers": false, "hostIPC": true, "hostPID": true, "hostNetwork": true, "os": {"name": "windows"}},
		{},
	)
}

test_allow_the_host_network_where_the_cluster_can if {
	spec := {"hostUsers": false, "hostNetwork": true}
	policy.deny == set() with input as asked(spec, {"hostNetworkAllowed": "true"})
	policy.deny == with_own("hostPID") with input as asked(object.union(spec, {"hostPID": true}), {"hostNetworkAllowed": true})
}

test_allow_what_conflicts_with_nothing if {
	policy.deny == set() with input as asked({"hostUsers": false, "hostNetwork": false, "hostPID": null}, {})
	policy.deny == set() with input as asked({"hostUsers": true, "hostPID": true}, {})
	policy.deny == set() with input as asked({"hostUsers": null, "hostIPC": true}, {})
	policy.deny == set() with input as asked({"hostNetwork": true}, {})
}

test_deny_bad_params if {
	wanted := {`invalid params (hostNetworkAllowed must be "true" or "false", is "yes")`}
	policy.deny == wanted with input as asked({"hostUsers": false, "hostPID": true}, {"hostNetworkAllowed": "yes"})
}
