package csi.token_requests_audience_test

import data.csi.token_requests_audience as policy

driver(spec) := {"apiVersion": "storage.k8s.io/v1", "kind": "CSIDriver", "metadata": {"name": "disk.example.com"}, "spec": spec}

asks(requests) := driver({"tokenRequests": requests})

told(details) := {sprintf("token requests (%s)", [details])}

test_deny_no_audience if {
	policy.deny == told("audience must be set") with input as asks([{"audience": "vault"}, {"audience": ""}])
	policy.deny == told("audience must be set") with input as asks([{"audience": null}])
	policy.deny == told("audience must be set") with input as asks([{}])
}

test_deny_the_same_audience_twice if {
	policy.deny == told(`audiences must differ, are "a", "b", "a"`) with input as asks([{"audience": "a"}, {"audience": "b"}, {"audience": "a"}])
	policy.deny == told(`audience must be set; audiences must differ, are "", ""`) with input as asks([{}, {"audience": ""}])
}

test_deny_a_short_life if {
	policy.deny == told(`expirationSeconds of "a" must be at least 600, is 300; expirationSeconds of "c" must be at least 600, is 0`) with input as asks([
		{"audience": "a", "expirationSeconds": 300},
		{"audience": "b", "expirationSeconds": 600},
		{"audience": "c", "expirationSeconds": 0},
		{"audience": "d", "expirationSeconds": null},
	])
}

test_allow_none_and_different_ones if {
	policy.deny == set() with input as asks([])
	policy.deny == set() with input as asks(null)
	policy.deny == set() with input as driver({})
	policy.deny == set() with input as asks([{"audience": "vault"}, {"audience": "bank"}])
}

test_allow_other_kinds if policy.deny == set() with input as object.union(asks([{}]), {"kind": "CSINode"})
