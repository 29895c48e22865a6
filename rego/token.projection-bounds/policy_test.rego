package token.projection_bounds_test

import data.token.projection_bounds as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

volume(name, lives) := {"name": name, "projected": {"sources": [{"serviceAccountToken": {"expirationSeconds": seconds}} | some seconds in lives]}}

told(details) := {sprintf("token lifetime (%s)", [details])}

asked(parameters, lives) := {"request": {"object": pod({"volumes": [volume("v", lives)]})}, "parameters": parameters}

test_deny_too_short_and_too_long if {
	policy.deny == told(`volume "a" asks for 599, 0 seconds; volume "c" asks for 4294967297 seconds; must be from 600 to 3607`) with input as pod({"volumes": [
		volume("a", [599, 600, 0]),
		volume("b", [3607]),
		volume("c", [4294967297, 3608 - 1]),
	]})
}

test_allow_bounds_and_none if {
	policy.deny == set() with input as pod({"volumes": [volume("v", [600, 3600, 3607, null])]})
	policy.deny == set() with input as pod({"volumes": [{"name": "v", "projected": {"sources": [{"serviceAccountToken": {}}, {"secret": {}}]}}]})
	policy.deny == set() with input as pod({})
}

test_bounds_are_params if {
	policy.deny == set() with input as asked({"max": "86400"}, [86400])
	policy.deny == told(`volume "v" asks for 86400 seconds; must be from 600 to 3607`) with input as asked({"max": 3607}, [86400])
	policy.deny == told(`volume "v" asks for 3600 seconds; must be from 7200 to 86400`) with input as asked({"min": "7200", "max": "86400"}, [null])
}

test_deny_bad_params if {
	policy.deny == {`invalid params (max must be a whole number, is "1h"; min must be a whole number, is "-1")`} with input as asked(
		{"min": "-1", "max": "1h"},
		[0],
	)
}

test_allow_other_kinds if policy.deny == set() with input as {"request": {"object": {"apiVersion": "v1", "kind": "Secret"}}, "parameters": {"min": "x"}}
