package token.projection_audience_test

import data.token.projection_audience as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

volume(name, audiences) := {"name": name, "projected": {"sources": [{"serviceAccountToken": {"audience": audience}} | some audience in audiences]}}

told(details) := {sprintf("token audience (%s)", [details])}

asked(parameters, volumes) := {"request": {"object": pod({"volumes": volumes})}, "parameters": parameters}

test_deny_no_audience if {
	policy.deny == told(`volume "a" names no audience, no audience; volume "c" names no audience`) with input as pod({"volumes": [
		volume("a", ["", "vault", null]),
		volume("b", ["vault"]),
		{"name": "c", "projected": {"sources": [{"serviceAccountToken": {}}]}},
	]})
}

test_allow_kubernetes_own_volumes if {
	policy.deny == set() with input as pod({"volumes": [volume("kube-api-access-x7k2p", [""])]})
	policy.deny == told(`volume "my-kube-api-access-" names no audience`) with input as pod({"volumes": [volume("my-kube-api-access-", [""])]})
	policy.deny == told(`volume "kube-api-access-x" names no audience`) with input as asked(
		{"exceptVolumes": "api-, own-"},
		[volume("kube-api-access-x", [""]), volume("own-x", [""])],
	)
}

test_deny_other_audiences if {
	policy.deny == told(`volume "a" names "other", no audience; allowed are "vault", "bank"`) with input as asked(
		{"allowed": "vault, bank"},
		[volume("a", ["other", "bank", ""])],
	)
}

test_none_may_be_allowed if {
	policy.deny == set() with input as asked({"requireAudience": false}, [volume("a", [""])])
	policy.deny == told(`volume "a" names "other"; allowed are "vault"`) with input as asked(
		{"requireAudience": "false", "allowed": "vault"},
		[volume("a", ["", "other"])],
	)
}

test_deny_bad_params if {
	policy.deny == {`invalid params (requireAudience must be "true" or "false", is "1")`} with input as asked({"requireAudience": 1}, [volume("a", [""])])
}

test_allow_other_kinds if {
	policy.deny == set() with input as {"request": {"object": {"apiVersion": "v1", "kind": "Secret"}}, "parameters": {"requireAudience": "x"}}
}
