# METADATA
# scope: package
# title: Tokens that never end and can do something
# description: |
#   Summary: who uses a token of a service account outside the cluster plans how it is renewed.
#   Denies: nothing.
#   Warns: a RoleBinding or ClusterRoleBinding that names a service account, as itself or as the user that it is, of which the cluster holds
#     a Secret with a token; such a Secret whose service account a binding in the cluster names. A ClusterRoleBinding of the ClusterRole
#     cluster-admin is told as what it is, of high severity.
#   Allows: tokens without bindings, bindings without tokens, and what groups of service accounts are bound to.
#   Correction: an article says that only deleting the service account revokes its token; deleting the Secret does too.
#   Versions: since 1.24 Kubernetes makes no such Secrets itself, so that each is one that somebody wanted.
# custom:
#   control: token.external-use
#   severity: advisory
#   kubernetes_from: "1.24"
#   guidance: F12
#   articles: ["S26A #14", "S26C #14"]
#   cel: "the params of a policy are of one namespace, and of the request's own at that: Secrets elsewhere, and those of a ClusterRoleBinding, are out of its reach"
package token.external_use

import data.lib
import data.lib.accounts
import data.lib.rbac
import data.lib.tokens

# METADATA
# title: A binding is for a service account with tokens that never end
# custom: {control: token.external-use}
warn contains msg if {
	details := [sprintf("service account \"%s/%s\" has %s %s", [account.namespace, account.name, secrets, lib.quoted(names)]) |
		some account in accounts.bound(rbac.binding)
		names := accounts.token_secrets(account.namespace, account.name)
		count(names) > 0
		secrets := lib.plural("token Secret", "token Secrets", count(names))
	]
	count(details) > 0
	admins := [true | accounts.gives_admin(rbac.binding)]
	msg := told(admins, details)
}

# METADATA
# title: A token that never ends is of a service account with bindings
# custom: {control: token.external-use}
warn contains msg if {
	account := {
		"namespace": tokens.namespace,
		"name": lib.get(tokens.token_secret, ["metadata", "annotations", "kubernetes.io/service-account.name"], ""),
	}
	bindings := accounts.bindings_of(account)
	count(bindings) > 0
	details := [sprintf("service account \"%s/%s\" is bound by %s", [account.namespace, account.name, concat(", ", bindings)])]
	admins := [true | accounts.is_admin(account)]
	msg := told(admins, details)
}

# METADATA
# title: The warning, a stronger one where the token is an admin's
told([], details) := sprintf("token never ends (%s; plan how it is renewed)", [concat("; ", details)])

told([true], details) := sprintf("token of a cluster-admin never ends (%s; high severity: remove it or plan how it is renewed)", [concat("; ", details)])
