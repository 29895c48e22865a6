package sa.automount_off_test

import data.sa.automount_off as policy

account(mounts) := {
	"apiVersion": "v1",
	"kind": "ServiceAccount",
	"metadata": {"name": "robot", "namespace": "team-a"},
	"automountServiceAccountToken": mounts,
}

pod(mounts) := {
	"apiVersion": "v1",
	"kind": "Pod",
	"metadata": {"name": "app", "namespace": "team-a"},
	"spec": {"serviceAccountName": "robot", "automountServiceAccountToken": mounts},
}

with_account(mounts) := {"namespace": {"team-a": {"v1": {"ServiceAccount": {"robot": account(mounts)}}}}}

asked(object, parameters) := {"request": {"object": object, "namespace": "team-a"}, "parameters": parameters}

of_account := {"token is mounted (automountServiceAccountToken of the service account is not false)"}

of_pod := {"token is mounted (the pod sets automountServiceAccountToken to true)"}

of_both := {`token is mounted (neither the pod nor service account "robot" sets automountServiceAccountToken to false)`}

unknown := {`token may be mounted (the pod does not set automountServiceAccountToken, and service account "robot" is not known)`}

test_deny_accounts_that_give_their_token if {
	policy.deny == of_account with input as account(true)
	policy.deny == of_account with input as account(null)
	policy.deny == of_account with input as {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "robot"}}
}

test_allow_accounts_that_do_not if policy.deny == set() with input as account(false)

made(user) := {"request": {"object": account(null), "namespace": "team-a", "userInfo": {"username": user}}}

test_allow_accounts_that_kubernetes_makes if {
	policy.deny == set() with input as made("system:kube-controller-manager")
	policy.deny == set() with input as made("system:serviceaccount:kube-system:service-account-controller")
	policy.deny == of_account with input as made("ann")
}

test_deny_pods_that_ask_for_the_token if {
	policy.deny == of_pod with input as pod(true) with data.inventory as with_account(false)
	policy.deny == of_pod with input as pod(true)
}

test_allow_pods_that_do_not_want_it if {
	policy.deny == set() with input as pod(false) with data.inventory as with_account(true)
	policy.warn == set() with input as pod(false)
}

test_the_account_decides_for_pods_that_say_nothing if {
	policy.deny == of_both with input as pod(null) with data.inventory as with_account(true)
	policy.deny == of_both with input as pod(null) with data.inventory as with_account(null)
	policy.deny == set() with input as pod(null) with data.inventory as with_account(false)
	policy.warn == set() with input as pod(null) with data.inventory as with_account(true)
}

test_warn_where_the_account_is_not_known if {
	policy.warn == unknown with input as pod(null)
	policy.deny == set() with input as pod(null)
	policy.warn == unknown with input as {"request": {"object": pod(null), "namespace": "team-b"}} with data.inventory as with_account(true)
}

test_allow_what_is_listed if {
	every entry in ["team-a", "team-a/robot", "team-b, team-a"] {
		policy.deny == set() with input as asked(pod(true), {"allowIn": entry})
		policy.deny == set() with input as asked(account(true), {"allowIn": entry})
		policy.warn == set() with input as asked(pod(null), {"allowIn": entry})
		policy.deny == set() with input as asked(pod(null), {"allowIn": entry}) with data.inventory as with_account(true)
	}
	every entry in ["team-b", "team-a/other", "robot", "/robot"] {
		policy.deny == of_pod with input as asked(pod(true), {"allowIn": entry})
		policy.deny == of_account with input as asked(account(true), {"allowIn": entry})
	}
}

mirrored := {"metadata": {"annotations": {"kubernetes.io/config.mirror": "x"}}}

test_allow_mirrors_of_static_pods if {
	policy.deny == set() with input as object.union(pod(true), mirrored)
	policy.deny == of_pod with input as {
		"apiVersion": "v1",
		"kind": "PodTemplate",
		"template": object.union(pod(true), mirrored),
	}
}

test_allow_other_kinds if policy.deny == set() with input as {"apiVersion": "v1", "kind": "Secret"}
