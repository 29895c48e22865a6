package sa.no_secret_list_test

import data.sa.no_secret_list as policy

account(secrets) := {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "robot"}, "secrets": secrets}

test_warn_of_listed_secrets if {
	wanted := {`listed Secrets (secrets should be empty, lists "robot-token-abcde", "")`}
	policy.warn == wanted with input as account([{"name": "robot-token-abcde"}, {}])
}

test_allow_none if {
	policy.warn == set() with input as account([])
	policy.warn == set() with input as account(null)
	policy.warn == set() with input as {"apiVersion": "v1", "kind": "ServiceAccount", "imagePullSecrets": [{"name": "x"}]}
}

test_allow_other_kinds if policy.warn == set() with input as object.union(account([{"name": "x"}]), {"kind": "Secret"})
