package token.request_bound_test

import data.token.request_bound as policy

request(spec) := {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": spec}

asked(required, spec) := {"request": {"object": request(spec)}, "parameters": {"requireBound": required}}

told := {"unbound token (spec.boundObjectRef must name an object)"}

test_deny_unbound_where_required if {
	every spec in [
		{},
		null,
		{"boundObjectRef": null},
		{"boundObjectRef": {}},
		{"boundObjectRef": {"kind": "Pod"}},
		{"boundObjectRef": {"name": "app", "kind": ""}},
	] {
		policy.deny == told with input as asked("true", spec)
		policy.deny == told with input as asked(true, spec)
		policy.deny == set() with input as asked("false", spec)
		policy.deny == set() with input as request(spec)
	}
}

test_allow_bound if policy.deny == set() with input as asked("true", {"boundObjectRef": {"kind": "Pod", "name": "app"}})

test_deny_bad_params if policy.deny == {`invalid params (requireBound must be "true" or "false", is "yes")`} with input as asked("yes", {})

test_allow_other_kinds if {
	policy.deny == set() with input as {"request": {"object": {"apiVersion": "v1", "kind": "Secret"}}, "parameters": {"requireBound": "true"}}
}
