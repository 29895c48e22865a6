package pss.baseline.host_namespaces_test

import data.pss.baseline.host_namespaces as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

deployment(spec) := {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": spec}}}

test_deny_each_host_namespace if {
	every field in ["hostNetwork", "hostPID", "hostIPC"] {
		policy.deny == {sprintf("host namespaces (%s=true)", [field])} with input as pod({field: true})
	}
}

test_deny_names_all_in_order if {
	policy.deny == {"host namespaces (hostNetwork=true, hostPID=true, hostIPC=true)"} with input as pod({
		"hostIPC": true,
		"hostNetwork": true,
		"hostPID": true,
	})
}

test_deny_in_a_template if {
	policy.deny == {"host namespaces (hostPID=true)"} with input as deployment({"hostPID": true})
}

test_allow_false_null_and_missing if {
	policy.deny == set() with input as pod({"hostPID": false, "hostIPC": null})
}

test_allow_a_deletion if {
	policy.deny == set() with input as {"request": {"operation": "DELETE", "object": null, "oldObject": pod({"hostPID": true})}}
}
