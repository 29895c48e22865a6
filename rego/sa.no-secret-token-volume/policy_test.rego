package sa.no_secret_token_volume_test

import data.sa.no_secret_token_volume as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

told(details) := {sprintf("token from a Secret (%s)", [details])}

asked(parameters, spec) := {"request": {"object": pod(spec)}, "parameters": parameters}

secret(name) := {"volumes": [{"name": "v", "secret": {"secretName": name}}]}

test_deny_volumes_and_environments if {
	policy.deny == told(concat("; ", [
		`volume "a" uses "default-token-abcde"`,
		`volume "b" uses "x-token-12345", "y-token-12345"`,
		`container "c" uses "z-token-aaaaa"`,
		`container "d" uses "z-token-bbbbb"`,
	])) with input as pod({
		"volumes": [
			{"name": "a", "secret": {"secretName": "default-token-abcde"}},
			{"name": "b", "projected": {"sources": [
				{"secret": {"name": "x-token-12345"}},
				{"serviceAccountToken": {}},
				{"secret": {"name": "y-token-12345"}},
			]}},
			{"name": "c", "emptyDir": {}},
		],
		"initContainers": [{"name": "c", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "z-token-aaaaa"}}}, {"name": "B"}]}],
		"containers": [{"name": "d", "envFrom": [{"secretRef": {"name": "z-token-bbbbb"}}, {"configMapRef": {"name": "z-token-bbbbb"}}]}],
	})
}

test_allow_other_names if {
	every name in ["token-abcde", "default-token-abcd", "default-token-abcdef", "default-token-ABCDE", "x", null] {
		policy.deny == set() with input as pod(secret(name))
	}
}

test_allow_allowed_names if {
	policy.deny == set() with input as asked({"allowed": "x, app-token-x7k2p"}, secret("app-token-x7k2p"))
	policy.deny == told(`volume "v" uses "app-token-x7k2q"`) with input as asked({"allowed": "app-token-x7k2p"}, secret("app-token-x7k2q"))
}

test_patterns_are_a_param if {
	policy.deny == told(`volume "v" uses "my.key"`) with input as asked({"patterns": "^x$, ^my[.a-z]*"}, secret("my.key")) with policy.bad_params as []
	policy.deny == told(`volume "v" uses "my-key"`) with input as asked({"patterns": "^x$, ^my.[a-z]+$"}, secret("my-key"))
	policy.deny == set() with input as asked({"patterns": ""}, secret("default-token-abcde"))
	policy.deny == set() with input as asked({"patterns": ".*"}, {"volumes": [{"name": "v", "emptyDir": {}}]})
}

test_deny_bad_patterns if {
	every pattern in ["(", "[z-a]", "a**", "a|b", "\\d", "A", "a{100}"] {
		policy.deny == {sprintf(
			"invalid params (patterns must be made of a-z, 0-9, ., -, [a-z], [0-9], [a-z0-9], *, +, ?, {n}, ^ and $, has \"%s\")",
			[pattern],
		)} with input as asked({"patterns": pattern}, {})
	}
}

test_allow_other_kinds if policy.deny == set() with input as {"request": {"object": {"apiVersion": "v1", "kind": "Secret"}}, "parameters": {"patterns": "("}}
