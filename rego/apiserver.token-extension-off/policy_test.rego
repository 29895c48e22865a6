package apiserver.token_extension_off_test

import data.apiserver.token_extension_off as policy

flag := "--service-account-extend-token-expiration"

server(name, arguments) := {"name": name, "command": ["kube-apiserver"], "args": arguments}

pod(containers) := {
	"apiVersion": "v1",
	"kind": "Pod",
	"metadata": {"name": "kube-apiserver", "namespace": "kube-system"},
	"spec": {"containers": containers},
}

of(arguments) := pod([server("a", arguments)])

told(details) := {sprintf("tokens live for a year (%s)", [details])}

test_deny_the_extension if {
	policy.deny == told(`container "a" has --service-account-extend-token-expiration=true`) with input as of([flag])
	policy.deny == told(`container "a" has --service-account-extend-token-expiration=1`) with input as of([sprintf("%s=1", [flag])])
	policy.deny == told(`container "a" has --service-account-extend-token-expiration=true`) with input as of([
		sprintf("%s=false", [flag]),
		flag, "false",
	])
	policy.deny == told(`container "a" has --service-account-extend-token-expiration=true; container "b" has --service-account-extend-token-expiration=no`) with input as pod([
		server("a", [flag]),
		server("b", [sprintf("%s=no", [flag])]),
	])
}

test_warn_where_nobody_says_so if {
	policy.warn == told(`containers "a", "b" without --service-account-extend-token-expiration=false`) with input as pod([
		server("a", null),
		server("b", ["--anonymous-auth=false"]),
		server("c", [flag]),
	])
	policy.deny == set() with input as of(null)
}

test_allow_a_server_without_it if {
	every value in ["false", "FALSE", "False", "f", "F", "0"] {
		policy.deny == set() with input as of([flag, sprintf("%s=%s", [flag, value])])
		policy.warn == set() with input as of([sprintf("%s=%s", [flag, value])])
	}
}

test_allow_other_pods if policy.warn == set() with input as object.union(of(null), {"metadata": {"namespace": "team-a"}})
