# METADATA
# scope: package
# title: No token where nobody asks for one
# description: |
#   Summary: a pod gets no token of its service account unless it is allowed to.
#   Denies: a service account whose automountServiceAccountToken is not false; a pod or workload that sets it to true, or that does not set it
#     and whose service account is known not to set it to false.
#   Warns: a pod or workload that does not set it and whose service account is not known.
#   Allows: namespaces and service accounts in allowIn; service accounts that those in allowedUsers write, which Kubernetes makes in each
#     namespace; the mirrors of static Pods, which get no token.
#   Parameters: allowIn (none; namespaces, or service accounts as namespace/name, separated by commas), allowedUsers
#     (system:kube-controller-manager and its service account service-account-controller in kube-system; names separated by commas).
#   Correction: pods do not get a token only when they need one; the kubelet asks for it and renews it unless this is off.
#   Versions: in CEL, service accounts are the params of a policy of its own, sa.automount-off.account, which cannot have others: leave
#     namespaces out of its binding with a namespaceSelector, not with allowIn. It cannot tell that an account is not known either; the API server
#     refuses a Pod of such an account.
# custom:
#   control: sa.automount-off
#   severity: medium
#   kubernetes_from: "1.6"
#   guidance: F12
#   articles: ["S26A #14", "S26C #14"]
package sa.automount_off

import data.lib
import data.lib.accounts
import data.lib.params
import data.lib.tokens

# METADATA
# title: A service account gives its token to every pod
# custom: {control: sa.automount-off}
deny contains "token is mounted (automountServiceAccountToken of the service account is not false)" if {
	mounts(tokens.service_account) != false
	not is_allowed(lib.get(tokens.service_account, ["metadata", "name"], ""))
	not tokens.username in params.list("allowedUsers", makers)
}

# METADATA
# title: A pod asks for the token
# custom: {control: sa.automount-off}
deny contains "token is mounted (the pod sets automountServiceAccountToken to true)" if {
	is_judged
	mounts(lib.pod.spec) == true
}

# METADATA
# title: A pod gets the token as its service account does not say otherwise
# custom: {control: sa.automount-off}
deny contains sprintf("token is mounted (neither the pod nor service account \"%s\" sets automountServiceAccountToken to false)", [accounts.of_pod]) if {
	is_judged
	mounts(lib.pod.spec) == null
	mounts(accounts.known(tokens.namespace, accounts.of_pod)) != false
}

# METADATA
# title: Nobody can tell whether a pod gets the token
# custom: {control: sa.automount-off}
warn contains sprintf("token may be mounted (the pod does not set automountServiceAccountToken, and service account \"%s\" is not known)", [accounts.of_pod]) if {
	is_judged
	mounts(lib.pod.spec) == null
	not accounts.known(tokens.namespace, accounts.of_pod)
}

# METADATA
# title: Those who make a service account in each namespace
makers := "system:kube-controller-manager, system:serviceaccount:kube-system:service-account-controller"

# METADATA
# title: What an account, or the spec of a pod, says of its token; null where it says nothing
mounts(holder) := object.get(holder, ["automountServiceAccountToken"], null)

# METADATA
# title: A pod that may not have a token
is_judged if {
	not is_mirror
	not is_allowed(accounts.of_pod)
}

# METADATA
# title: The Pod is the mirror of a static one, to which nothing is added
is_mirror if {
	lib.resource.kind == "Pod"
	"kubernetes.io/config.mirror" in object.keys(lib.get(lib.pod.metadata, ["annotations"], {}))
}

# METADATA
# title: Pods of this service account may have its token
is_allowed(account) if {
	some entry in params.list("allowIn", "")
	entry in {tokens.namespace, sprintf("%s/%s", [tokens.namespace, account])}
}
