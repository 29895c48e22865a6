package pss.baseline.hostpath_volumes_test

import data.pss.baseline.hostpath_volumes as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

test_deny_names_the_volumes_in_order if {
	policy.deny == {`hostPath volumes (volumes "z", "a")`} with input as pod({"volumes": [
		{"name": "z", "hostPath": {"path": "/"}},
		{"name": "m", "emptyDir": {}},
		{"name": "a", "hostPath": {"path": "/tmp"}},
	]})
}

test_deny_an_empty_host_path if {
	policy.deny == {`hostPath volumes (volume "a")`} with input as pod({"volumes": [{"name": "a", "hostPath": {}}]})
}

test_allow_other_sources_and_null if {
	policy.deny == set() with input as pod({"volumes": [
		{"name": "a", "hostPath": null},
		{"name": "b"},
		{"name": "c", "persistentVolumeClaim": {"claimName": "c"}},
	]})
	policy.deny == set() with input as pod({"volumes": null})
}
