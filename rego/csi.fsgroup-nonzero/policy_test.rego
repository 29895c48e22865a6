package csi.fsgroup_nonzero_test

import data.csi.fsgroup_nonzero as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

groups(main, others) := pod({"securityContext": {"fsGroup": main, "supplementalGroups": others}})

told(details) := {sprintf("root group (%s)", [details])}

test_deny_0 if {
	policy.deny == told("securityContext.fsGroup must not be 0") with input as groups(0, [1])
	policy.deny == told("securityContext.supplementalGroups must not have 0") with input as groups(1, [1, 0])
	policy.deny == told("securityContext.fsGroup must not be 0; securityContext.supplementalGroups must not have 0") with input as groups(0, [0])
}

test_allow_others_and_none if {
	policy.deny == set() with input as groups(1, [1, 1000])
	policy.deny == set() with input as groups(null, null)
	policy.deny == set() with input as pod({})
}
