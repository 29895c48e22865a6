package sa.no_token_secret_test

import data.sa.no_token_secret as policy

secret(fields) := object.union({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "robot-token", "namespace": "team-a"}, "type": "kubernetes.io/service-account-token"}, fields)

told := {`token Secret (type must not be "kubernetes.io/service-account-token", tokens can be requested or projected)`}

asked(operation, parameters) := {"request": {"operation": operation, "object": secret({})}, "parameters": parameters}

test_deny_a_token if policy.deny == told with input as secret({})

test_allow_other_types if {
	every type in ["Opaque", "kubernetes.io/dockercfg", "", null] {
		policy.deny == set() with input as secret({"type": type})
	}
}

test_allow_allowed_secrets if {
	policy.deny == set() with input as asked("CREATE", {"allowed": "x/y, team-a/robot-token"})
	policy.deny == told with input as asked("CREATE", {"allowed": "robot-token, team-b/robot-token"})
}

test_updates_are_judged_where_the_params_say_so if {
	policy.deny == set() with input as asked("UPDATE", {})
	policy.deny == told with input as asked("UPDATE", {"denyUpdates": "true"})
	policy.deny == set() with input as asked("UPDATE", {"denyUpdates": "true", "allowed": "team-a/robot-token"})
}

test_deny_bad_params if {
	policy.deny == {`invalid params (denyUpdates must be "true" or "false", is "yes")`} with input as asked("CREATE", {"denyUpdates": "yes"})
}
