package map.failure_policy_test

import data.map.failure_policy as policy

of(spec) := {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingAdmissionPolicy", "metadata": {"name": "a"}, "spec": spec}

test_deny_all_but_fail if {
	policy.deny == {`failurePolicy is not Fail ("Ignore")`} with input as of({"failurePolicy": "Ignore"})
	policy.deny == {`failurePolicy is not Fail ("fail")`} with input as of({"failurePolicy": "fail"})
	policy.deny == {`failurePolicy is not Fail ("")`} with input as of({"failurePolicy": ""})
}

test_allow_fail_and_what_is_not_said if {
	every spec in [{}, {"failurePolicy": null}, {"failurePolicy": "Fail"}] {
		policy.deny == set() with input as of(spec)
	}
	policy.deny == set() with input as object.union(of({"failurePolicy": "Ignore"}), {"kind": "Pod"})
}
