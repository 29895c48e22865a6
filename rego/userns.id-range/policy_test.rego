package userns.id_range_test

import data.userns.id_range as policy

asked(spec, params) := {
	"request": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}},
	"parameters": params,
}

own(context) := {"hostUsers": false, "securityContext": context}

above(max_id, details) := {sprintf("ids above %s in a user namespace (%s)", [max_id, details])}

test_deny_each_field_of_the_pod_in_order if {
	context := {"supplementalGroups": [1, 70000, 70001], "fsGroup": 65536, "runAsGroup": 65537, "runAsUser": 100000}
	wanted := above("65535", "pod sets runAsUser 100000, runAsGroup 65537, fsGroup 65536, supplementalGroups 70000, supplementalGroups 70001")
	policy.deny == wanted with input as asked(own(context), {})
}

test_deny_containers_in_visiting_order if {
	high := {"securityContext": {"runAsUser": 70000}}
	spec := {
		"hostUsers": false,
		"containers": [object.union({"name": "a"}, high), {"name": "b", "securityContext": {"runAsUser": 65535}}],
		"initContainers": [{"name": "i", "securityContext": {"runAsGroup": 70001}}],
		"ephemeralContainers": [object.union({"name": "e"}, high)],
	}
	wanted := `container "i" sets runAsGroup 70001; container "a" sets runAsUser 70000; container "e" sets runAsUser 70000`
	policy.deny == above("65535", wanted) with input as asked(spec, {})
}

test_allow_ids_up_to_the_highest_null_and_missing if {
	policy.deny == set() with input as asked(own({"runAsUser": 65535, "runAsGroup": 0, "fsGroup": null, "supplementalGroups": null}), {})
	policy.deny == set() with input as asked({"hostUsers": false, "securityContext": null, "containers": [{"name": "a"}]}, {})
}

test_the_highest_id_is_a_param if {
	policy.deny == set() with input as asked(own({"runAsUser": 70000}), {"maxId": "131071"})
	policy.deny == above("1000", "pod sets runAsUser 1001") with input as asked(own({"runAsUser": 1001}), {"maxId": "1000"})
}

test_allow_any_id_of_the_hosts_users if {
	policy.deny == set() with input as asked({"securityContext": {"runAsUser": 100000}}, {})
	policy.deny == set() with input as asked({"hostUsers": true, "securityContext": {"runAsUser": 100000}}, {})
}

test_deny_bad_params if {
	policy.deny == {`invalid params (maxId must be a whole number, is "-1")`} with input as asked(own({"runAsUser": 1}), {"maxId": "-1"})
}
