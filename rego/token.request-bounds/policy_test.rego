package token.request_bounds_test

import data.token.request_bounds as policy

request(spec) := {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": spec}

asked(user, parameters, spec) := {"request": {"userInfo": {"username": user}, "object": request(spec)}, "parameters": parameters}

told(details) := {sprintf("token lifetime (asks for %s)", [details])}

test_deny_too_short if {
	policy.deny == told("599 seconds; must be from 600 to 3600") with input as request({"expirationSeconds": 599})
	policy.deny == told("0 seconds; must be from 600 to 86400") with input as asked("system:node:a", {}, {"expirationSeconds": 0})
}

test_people_get_less_than_programs if {
	policy.deny == told("3601 seconds; must be from 600 to 3600") with input as asked("ann", {}, {"expirationSeconds": 3601})
	policy.deny == set() with input as asked("system:serviceaccount:ci:robot", {}, {"expirationSeconds": 86400})
	policy.deny == told("86401 seconds; must be from 600 to 86400") with input as asked("system:node:a", {}, {"expirationSeconds": 86401})
}

test_allow_bounds_and_none if {
	every spec in [{}, null, {"expirationSeconds": null}, {"expirationSeconds": 600}, {"expirationSeconds": 3600}] {
		policy.deny == set() with input as asked("ann", {}, spec)
	}
}

test_bounds_are_params if {
	limits := {"max": "7200", "maxInteractive": "1800"}
	policy.deny == told("3600 seconds; must be from 600 to 1800") with input as asked("ann", limits, {})
	policy.deny == set() with input as asked("system:node:a", limits, {"expirationSeconds": 7200})
	policy.deny == told("7201 seconds; must be from 600 to 7200") with input as asked("system:node:a", limits, {"expirationSeconds": 7201})
}

test_deny_bad_params if {
	wanted := {`invalid params (max must be a whole number, is "1d"; maxInteractive must be a whole number, is "01")`}
	policy.deny == wanted with input as asked("ann", {"max": "1d", "maxInteractive": "01"}, {"expirationSeconds": 1})
}

test_allow_other_kinds if {
	policy.deny == set() with input as object.union(request({"expirationSeconds": 1}), {"kind": "TokenReview"})
}
