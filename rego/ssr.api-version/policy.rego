# METADATA
# scope: package
# title: A version of SelfSubjectReview that the cluster serves
# description: |
#   Summary: a SelfSubjectReview is of a version that the cluster has.
#   Denies: authentication.k8s.io/v1 before cluster version v1.28; v1beta1 but at v1.27 to v1.32; v1alpha1 but at v1.26 to v1.31; any other version.
#   Allows: versions that the cluster can serve, though v1alpha1 and v1beta1 are served only where somebody enables them.
#   Parameters: clusterVersion (latest; or v1.x).
#   Versions: v1alpha1 from 1.26 to 1.31, v1beta1 from 1.27 to 1.32, v1 from 1.28 on. kubectl auth whoami tries all of them, the newest first.
# custom:
#   control: ssr.api-version
#   severity: low
#   kubernetes_from: "1.26"
#   guidance: F11
#   articles: ["S26A #13", "S26C #13"]
#   cel: "the API server never puts selfsubjectreviews to a ValidatingAdmissionPolicy"
package ssr.api_version

import data.lib
import data.lib.params
import data.lib.self_subject_review

# METADATA
# title: The params cannot be used
# custom: {control: ssr.api-version}
deny contains params.invalid(params.bad_cluster_version) if self_subject_review.review

# METADATA
# title: The cluster does not serve the version
# custom: {control: ssr.api-version}
deny contains msg if {
	version := self_subject_review.review.apiVersion
	params.cluster_version
	not is_served(split(version, "/")[1])
	msg := sprintf("API version is not served (%s at clusterVersion %s)", [version, params.text("clusterVersion", "latest")])
}

# METADATA
# title: The first and the last minor with each version
served := {"v1alpha1": [26, 31], "v1beta1": [27, 32], "v1": [28, lib.latest_minor]}

# METADATA
# title: The cluster can serve the version
is_served(version) if {
	params.cluster_version >= served[version][0]
	params.cluster_version <= served[version][1]
}
