package map.reinvocation_set_test

import data.map.reinvocation_set as policy

of(spec) := {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingAdmissionPolicy", "metadata": {"name": "a"}, "spec": spec}

test_deny_what_is_not_decided if {
	policy.deny == {`reinvocationPolicy is neither Never nor IfNeeded ("")`} with input as of({})
	policy.deny == {`reinvocationPolicy is neither Never nor IfNeeded ("never")`} with input as of({"reinvocationPolicy": "never"})
}

test_allow_what_is_decided if {
	policy.deny == set() with input as of({"reinvocationPolicy": "Never"})
	policy.deny == set() with input as of({"reinvocationPolicy": "IfNeeded"})
	policy.deny == set() with input as object.union(of({}), {"kind": "ValidatingAdmissionPolicy"})
}
