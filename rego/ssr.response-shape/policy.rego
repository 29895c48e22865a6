# METADATA
# scope: package
# title: An answer of who one is names the user
# description: |
#   Summary: a SelfSubjectReview that was answered says who asked, and that they are known or that they are not.
#   Denies: an answer (anything in status) whose status.userInfo.username is empty, or whose groups have neither system:authenticated nor
#     system:unauthenticated, unless the user is system:anonymous.
#   Allows: answers about a user who is impersonated, who has system:authenticated too; questions, whose status is empty.
#   Correction: the example in KEP-3325 has the key name; the API that was shipped has username.
# custom:
#   control: ssr.response-shape
#   severity: low
#   kubernetes_from: "1.26"
#   guidance: F11
#   articles: ["S26A #13", "S26C #13"]
#   cel: "the API server never puts selfsubjectreviews to a ValidatingAdmissionPolicy"
package ssr.response_shape

import data.lib
import data.lib.self_subject_review

# METADATA
# title: The answer does not say who asked
# custom: {control: ssr.response-shape}
deny contains msg if {
	self_subject_review.answered
	details := array.concat(
		["username is empty" | username == ""],
		["groups lack system:authenticated" | not is_of_a_known_kind],
	)
	count(details) > 0
	msg := sprintf("SelfSubjectReview names no user (%s)", [concat("; ", details)])
}

# METADATA
# title: The user of the answer
username := lib.get(self_subject_review.review, ["status", "userInfo", "username"], "")

# METADATA
# title: The answer says whether the user is known
is_of_a_known_kind if username == "system:anonymous"

is_of_a_known_kind if {
	some group in lib.get(self_subject_review.review, ["status", "userInfo", "groups"], [])
	group in {"system:authenticated", "system:unauthenticated"}
}
