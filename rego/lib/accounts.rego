# METADATA
# scope: package
# title: Service accounts, as the cluster around the request has them
package lib.accounts

import data.lib
import data.lib.tokens

# METADATA
# title: The service account of the pod
of_pod := lib.get(lib.pod.spec, ["serviceAccountName"], "") if {
	lib.get(lib.pod.spec, ["serviceAccountName"], "") != ""
} else := lib.get(lib.pod.spec, ["serviceAccount"], "") if {
	lib.get(lib.pod.spec, ["serviceAccount"], "") != ""
} else := "default" if {
	lib.pod
}

# METADATA
# title: The service account of this name in a namespace; undefined where it is not known
known(namespace, name) := data.inventory.namespace[namespace].v1.ServiceAccount[name]

# METADATA
# title: The names of the Secrets with tokens of a service account that never end, sorted
token_secrets(namespace, name) := sort([secret |
	some secret, object in data.inventory.namespace[namespace].v1.Secret
	holds_token_of(object, name)
])

# METADATA
# title: The Secret holds a token of the service account of this name
holds_token_of(secret, name) if {
	lib.get(secret, ["type"], "") == tokens.token_type
	lib.get(secret, ["metadata", "annotations", "kubernetes.io/service-account.name"], "") == name
}

# METADATA
# title: The service accounts that a binding names, as they are or as the users that they are, as {namespace, name}
bound(binding) := {account |
	some subject in lib.get(binding, ["subjects"], [])
	account := named_by(subject)
}

# METADATA
# title: The bindings around the request that name a service account, as texts, sorted
bindings_of(account) := sort([sprintf("%s \"%s\"", [one.kind, one.metadata.name]) |
	some one in around
	account in bound(one)
])

# METADATA
# title: The service account is cluster-admin everywhere by a binding around the request
is_admin(account) if {
	some one in around
	gives_admin(one)
	account in bound(one)
}

# METADATA
# title: The binding makes its subjects cluster-admin everywhere
gives_admin(binding) if {
	binding.kind == "ClusterRoleBinding"
	lib.get(binding, ["roleRef", "name"], "") == "cluster-admin"
}

# METADATA
# title: The bindings around the request
around contains one if {
	some one in data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRoleBinding
}

around contains one if {
	some one in data.inventory.namespace[_]["rbac.authorization.k8s.io/v1"].RoleBinding
}

# METADATA
# title: The service account that a subject is; undefined for all other subjects
named_by(subject) := {"namespace": lib.get(subject, ["namespace"], ""), "name": lib.get(subject, ["name"], "")} if {
	lib.get(subject, ["kind"], "") == "ServiceAccount"
}

named_by(subject) := {"namespace": words[2], "name": words[3]} if {
	lib.get(subject, ["kind"], "") == "User"
	words := split(lib.get(subject, ["name"], ""), ":")
	count(words) == 4
	array.slice(words, 0, 2) == ["system", "serviceaccount"]
}
