package token.request_audience_test

import data.token.request_audience as policy

request(spec) := {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": spec}

asked(parameters, audiences) := {"request": {"object": request({"audiences": audiences})}, "parameters": parameters}

told(details) := {sprintf("token audience (%s)", [details])}

test_deny_two if policy.deny == told(`must be one, are "a", "b"`) with input as asked({}, ["a", "b"])

test_deny_an_empty_one if {
	policy.deny == told(`not allowed are ""`) with input as asked({}, [""])
	policy.deny == told(`not allowed are ""`) with input as asked({"allowed": "vault"}, [""])
}

test_deny_others_where_some_are_allowed if {
	policy.deny == set() with input as asked({"allowed": "vault, bank"}, ["bank"])
	policy.deny == told(`must be one, are "x", "bank"; not allowed are "x"`) with input as asked({"allowed": "vault, bank"}, ["x", "bank"])
}

test_none_counts_as_the_api_servers if {
	every audiences in [null, []] {
		policy.deny == set() with input as asked({}, audiences)
		policy.deny == told(`not allowed are "https://kubernetes.default.svc"`) with input as asked({"allowed": "vault"}, audiences)
		policy.deny == set() with input as asked({"allowed": "api", "apiServerAudience": "api"}, audiences)
	}
}

test_allow_one if policy.deny == set() with input as asked({}, ["vault"])

test_allow_other_kinds if {
	policy.deny == set() with input as object.union(request({"audiences": ["a", "b"]}), {"kind": "TokenReview"})
}
