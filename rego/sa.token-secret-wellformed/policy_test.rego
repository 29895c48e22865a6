package sa.token_secret_wellformed_test

import data.sa.token_secret_wellformed as policy

secret(fields) := object.union({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "robot-token", "namespace": "team-a"}, "type": "kubernetes.io/service-account-token"}, fields)

told := {"malformed token Secret (metadata.annotations[kubernetes.io/service-account.name] must name a service account)"}

annotated(value) := secret({"metadata": {"annotations": {"kubernetes.io/service-account.name": value}}})

test_deny_no_name if {
	policy.deny == told with input as secret({})
	policy.deny == told with input as secret({"metadata": {"annotations": null}})
	policy.deny == told with input as annotated("")
	policy.deny == told with input as annotated(null)
}

test_allow_a_name if policy.deny == set() with input as annotated("robot")

test_allow_other_types if policy.deny == set() with input as secret({"type": "Opaque"})
