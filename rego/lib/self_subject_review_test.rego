package lib.self_subject_review_test

import data.lib.self_subject_review

with_status(status) := {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview", "status": status}

test_a_review_is_told_by_its_kind if {
	self_subject_review.review with input as with_status(null)
	not self_subject_review.review with input as object.union(with_status(null), {"kind": "TokenReview"})
	not self_subject_review.review with input as object.union(with_status(null), {"apiVersion": "authorization.k8s.io/v1"})
}

test_a_status_with_nothing_in_it_is_no_answer if {
	every status in [null, {}, {"userInfo": null}, {"userInfo": {"username": "", "groups": [], "extra": {"a": [""]}}}] {
		not self_subject_review.answered with input as with_status(status)
	}
}

test_a_status_with_anything_in_it_is_an_answer if {
	every status in ["ann", {"name": "ann"}, {"userInfo": {"groups": ["devs"]}}, {"userInfo": {"extra": {"a": [0]}}}] {
		self_subject_review.answered with input as with_status(status)
	}
}
