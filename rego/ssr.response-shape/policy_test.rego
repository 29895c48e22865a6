package ssr.response_shape_test

import data.ssr.response_shape as policy

review(user) := {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview", "status": {"userInfo": user}}

told(details) := {sprintf("SelfSubjectReview names no user (%s)", [details])}

test_deny_answers_without_a_user if {
	every user in [{"groups": ["system:authenticated"]}, {"username": "", "groups": ["a", "system:authenticated"]}, {"name": "ann", "groups": ["system:authenticated"]}] {
		policy.deny == told("username is empty") with input as review(user)
	}
}

test_deny_answers_that_do_not_say_whether_the_user_is_known if {
	every groups in [null, [], ["devs"], ["System:authenticated"]] {
		policy.deny == told("groups lack system:authenticated") with input as review({"username": "ann", "groups": groups})
	}
	policy.deny == told("username is empty; groups lack system:authenticated") with input as review({"uid": "1"})
}

test_allow_known_and_anonymous_users if {
	policy.deny == set() with input as review({"username": "ann", "groups": ["devs", "system:authenticated"]})
	policy.deny == set() with input as review({"username": "system:anonymous"})
	policy.deny == set() with input as review({"username": "ann", "groups": ["system:unauthenticated"]})
}

test_allow_questions if {
	policy.deny == set() with input as review({})
	policy.deny == set() with input as object.union(review({"uid": "1"}), {"kind": "TokenReview"})
}
