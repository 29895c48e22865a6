# METADATA
# scope: package
# title: No PodSecurityPolicies any more
# description: |
#   Summary: nothing is written for PodSecurityPolicy, which is gone; PodSecurity admission took its place.
#   Denies: from cluster version v1.25 on, any PodSecurityPolicy of policy/v1beta1 or extensions/v1beta1.
#   Warns: at v1.21 to v1.24, where it is deprecated.
#   Allows: before v1.21, and objects of that kind in other groups.
#   Parameters: clusterVersion (latest; or v1.x).
#   Correction: the article tells of the deprecation alone. The API was removed with 1.25; servers from then on do not know the kind.
#   Versions: deprecated in 1.21, removed in 1.25. A server that still has it asks webhooks alone; for newer ones, manifests are judged as files.
# custom:
#   control: psp.object-removed
#   severity: medium
#   kubernetes_from: "1.21"
#   guidance: F01
#   articles: ["S22 #2"]
#   cel: "no server has both: PodSecurityPolicy ended with 1.24, policies in CEL began with 1.26, and no custom resource can have its API group"
package psp.object_removed

import data.lib
import data.lib.params

# METADATA
# title: The params cannot be used
# custom: {control: psp.object-removed}
deny contains params.invalid(params.bad_cluster_version) if is_policy

# METADATA
# title: A PodSecurityPolicy for a cluster that has none
# custom: {control: psp.object-removed}
deny contains "PodSecurityPolicy is gone (removed in Kubernetes 1.25; use PodSecurity admission)" if {
	is_policy
	params.cluster_version >= 25
}

# METADATA
# title: A PodSecurityPolicy for a cluster in which it is deprecated
# custom: {control: psp.object-removed}
warn contains "PodSecurityPolicy is deprecated (since Kubernetes 1.21, removed in 1.25; use PodSecurity admission)" if {
	is_policy
	params.cluster_version >= 21
	params.cluster_version < 25
}

# METADATA
# title: The object is a PodSecurityPolicy
is_policy if {
	lib.resource.kind == "PodSecurityPolicy"
	lib.group in {"policy", "extensions"}
}
