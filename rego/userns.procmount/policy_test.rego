package userns.procmount_test

import data.userns.procmount as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

container(name, value) := {"name": name, "securityContext": {"procMount": value}}

unmasked(who) := {sprintf(`procMount without a user namespace (%s must not set "Unmasked" unless spec.hostUsers is false)`, [who])}

test_deny_unmasked_with_the_hosts_users if {
	every users in [{}, {"hostUsers": null}, {"hostUsers": true}] {
		every list in ["initContainers", "containers", "ephemeralContainers"] {
			spec := object.union(users, {list: [container("a", "Unmasked"), container("b", "Default")]})
			policy.deny == unmasked(`container "a"`) with input as pod(spec)
		}
	}
}

test_deny_names_containers_in_visiting_order if {
	spec := {"containers": [container("a", "Unmasked")], "initContainers": [container("z", "Unmasked")]}
	policy.deny == unmasked(`containers "z", "a"`) with input as pod(spec)
}

test_allow_unmasked_in_a_user_namespace if {
	policy.deny == set() with input as pod({"hostUsers": false, "containers": [container("a", "Unmasked")]})
}

test_allow_default_null_and_missing if {
	policy.deny == set() with input as pod({"containers": [container("a", "Default"), container("b", null), {"name": "c"}]})
}
