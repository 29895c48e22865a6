# METADATA
# scope: package
# title: A question of who one is says nothing
# description: |
#   Summary: a SelfSubjectReview that is sent, or kept as a manifest, is empty; the server says whose request it is.
#   Denies: a SelfSubjectReview with a spec, or with anything in its status.
#   Allows: no spec or null, a status with nothing in it, and metadata.
#   Correction: an answer names the user under status.userInfo.username, not name as the example in KEP-3325 does.
# custom:
#   control: ssr.request-shape
#   severity: low
#   kubernetes_from: "1.26"
#   guidance: F11
#   articles: ["S26A #13", "S26C #13"]
#   cel: "the API server never puts selfsubjectreviews to a ValidatingAdmissionPolicy"
package ssr.request_shape

import data.lib
import data.lib.self_subject_review

# METADATA
# title: The review says what the server ignores or fills itself
# custom: {control: ssr.request-shape}
deny contains msg if {
	details := array.concat(
		["has a spec" | lib.get(self_subject_review.review, ["spec"], null) != null],
		["has a status" | self_subject_review.answered],
	)
	count(details) > 0
	msg := sprintf("SelfSubjectReview is not empty (%s)", [concat("; ", details)])
}
