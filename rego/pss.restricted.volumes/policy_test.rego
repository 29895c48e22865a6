package pss.restricted.volumes_test

import data.pss.restricted.volumes as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

volumes(list) := pod({"volumes": list})

test_allow_every_allowed_source if {
	every source in ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"] {
		policy.deny == set() with input as volumes([{"name": "v", source: {}}])
	}
}

test_allow_no_source_because_it_becomes_an_empty_dir if {
	policy.deny == set() with input as volumes([{"name": "v"}, {"name": "w", "hostPath": null}])
	policy.deny == set() with input as volumes(null)
	policy.deny == set() with input as pod({})
}

test_deny_every_other_source if {
	every source in policy.restricted {
		wanted := {sprintf(`restricted volume types (volume "v" uses restricted volume type "%s")`, [source])}
		policy.deny == wanted with input as volumes([{"name": "v", source: {}}])
	}
}

test_deny_a_source_that_is_not_known if {
	wanted := {`restricted volume types (volume "v" uses restricted volume type "unknown")`}
	policy.deny == wanted with input as volumes([{"name": "v", "tape": {}}])
}

test_deny_names_the_bad_volumes_only if {
	wanted := {`restricted volume types (volumes "b", "c", "d" use restricted volume types "gitRepo", "nfs")`}
	policy.deny == wanted with input as volumes([
		{"name": "a", "emptyDir": {}},
		{"name": "b", "nfs": {}},
		{"name": "c", "gitRepo": {}},
		{"name": "d", "nfs": {}},
	])
}
