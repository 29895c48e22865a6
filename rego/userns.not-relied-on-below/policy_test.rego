package userns.not_relied_on_below_test

import data.userns.not_relied_on_below as policy

at(version, spec) := {
	"request": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}},
	"parameters": {"clusterVersion": version},
}

own(spec) := object.union({"hostUsers": false}, spec)

container(name, context) := {"name": name, "securityContext": context}

ignored(details) := {sprintf("hostUsers false may be ignored below v1.30 (%s)", [details])}

root := own({"containers": [container("a", {"runAsUser": 0, "runAsNonRoot": true})]})

test_deny_root_below_1_30 if {
	every version in ["v1.0", "v1.24", "v1.29"] {
		policy.deny == ignored(`container "a" may be root`) with input as at(version, root)
	}
	every version in ["v1.30", "latest"] {
		policy.deny == set() with input as at(version, root)
	}
}

test_deny_what_nothing_keeps_from_root if {
	spec := own({"containers": [{"name": "a"}, container("b", {"runAsNonRoot": false}), container("c", {"runAsUser": null})]})
	policy.deny == ignored(`containers "a", "b", "c" may be root`) with input as at("v1.29", spec)
}

test_a_container_overrides_the_pod if {
	pod_root := own({"securityContext": {"runAsUser": 0}, "containers": [container("a", {"runAsUser": 1}), container("b", {"runAsNonRoot": true})]})
	policy.deny == ignored(`container "b" may be root`) with input as at("v1.29", pod_root)
	pod_other := own({
		"securityContext": {"runAsNonRoot": true},
		"containers": [container("a", {"runAsNonRoot": false}), {"name": "b"}, container("c", {"runAsUser": 0})],
	})
	policy.deny == ignored(`containers "a", "c" may be root`) with input as at("v1.29", pod_other)
}

test_deny_an_unmasked_proc if {
	spec := own({
		"securityContext": {"runAsUser": 1},
		"containers": [container("a", {"procMount": "Unmasked"}), container("b", {"procMount": "Default", "runAsUser": 0})],
	})
	policy.deny == ignored(`container "b" may be root; container "a" may see all of /proc`) with input as at("v1.29", spec)
}

test_allow_those_that_are_not_root if {
	policy.deny == set() with input as at("v1.29", own({"securityContext": {"runAsNonRoot": true}, "containers": [{"name": "a"}]}))
	policy.deny == set() with input as at("v1.29", own({"containers": [container("a", {"runAsUser": 1000})]}))
}

test_allow_the_hosts_users if {
	every spec in [{}, {"hostUsers": true}, {"hostUsers": null}] {
		policy.deny == set() with input as at("v1.29", object.union(spec, {"containers": [container("a", {"runAsUser": 0})]}))
	}
}

test_deny_bad_params if {
	policy.deny == {`invalid params (clusterVersion must be "latest" or "v1.x", is "29")`} with input as at("29", root)
}
