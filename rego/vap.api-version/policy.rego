# METADATA
# scope: package
# title: A version of policies that the cluster serves
# description: |
#   Summary: policies and their bindings are of a version that the cluster has.
#   Denies: ValidatingAdmissionPolicy and its binding: v1 before cluster version v1.30, v1beta1 but at v1.28 to v1.33, v1alpha1 but at v1.26 to v1.31;
#     MutatingAdmissionPolicy and its binding: v1 before v1.36, v1beta1 before v1.34, v1alpha1 before v1.32; any other version.
#   Allows: versions that the cluster can serve, though v1alpha1 and v1beta1 are served only where somebody enables them, with the feature gate.
#   Parameters: clusterVersion (latest; or v1.x).
#   Versions: as above. When the alpha and beta of mutating policies go is not settled by a release yet.
# custom:
#   control: vap.api-version
#   severity: medium
#   kubernetes_from: "1.26"
#   guidance: F08
#   articles: ["S26A #10", "S26C #10"]
#   cel: "the API server never puts policies and their bindings to a policy"
package vap.api_version

import data.lib
import data.lib.params
import data.lib.policies

# METADATA
# title: The params cannot be used
# custom: {control: vap.api-version}
deny contains params.invalid(params.bad_cluster_version) if subject

# METADATA
# title: The cluster does not serve the version
# custom: {control: vap.api-version}
deny contains msg if {
	version := split(subject.apiVersion, "/")[1]
	params.cluster_version
	not is_served(subject.kind, version)
	msg := sprintf("API version is not served (%s at clusterVersion %s)", [subject.apiVersion, params.text("clusterVersion", "latest")])
}

# METADATA
# title: The policy or binding under judgement; undefined for everything else
subject := policies.policy

subject := policies.binding

# METADATA
# title: The first and the last minor with each version, by the word with which the kind begins
served := {
	"Validating": {"v1alpha1": [26, 31], "v1beta1": [28, 33], "v1": [30, lib.latest_minor]},
	"Mutating": {"v1alpha1": [32, lib.latest_minor], "v1beta1": [34, lib.latest_minor], "v1": [36, lib.latest_minor]},
}

# METADATA
# title: The cluster can serve the version
is_served(kind, version) if {
	some word, versions in served
	startswith(kind, word)
	params.cluster_version >= versions[version][0]
	params.cluster_version <= versions[version][1]
}
