package ssr.request_shape_test

import data.ssr.request_shape as policy

review(fields) := object.union({"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}, fields)

told(details) := {sprintf("SelfSubjectReview is not empty (%s)", [details])}

test_deny_what_is_not_empty if {
	policy.deny == told("has a spec") with input as review({"spec": {}})
	policy.deny == told("has a status") with input as review({"status": {"userInfo": {"username": "ann"}}})
	policy.deny == told("has a spec; has a status") with input as review({"spec": {"a": 1}, "status": {"a": 1}})
}

test_allow_an_empty_review if {
	policy.deny == set() with input as review({})
	policy.deny == set() with input as review({"spec": null, "status": {"userInfo": {}}})
}

test_allow_other_kinds if policy.deny == set() with input as review({"kind": "TokenReview", "spec": {"token": "x"}})
