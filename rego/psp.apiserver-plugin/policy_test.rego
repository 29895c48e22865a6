package psp.apiserver_plugin_test

import data.psp.apiserver_plugin as policy

server(arguments) := {
	"apiVersion": "v1",
	"kind": "Pod",
	"metadata": {"name": "kube-apiserver", "namespace": "kube-system"},
	"spec": {"containers": [
		{"name": "kube-apiserver", "command": ["kube-apiserver"], "args": arguments},
		{"name": "other", "command": ["other", "--enable-admission-plugins=PodSecurityPolicy"]},
	]},
}

enabled := server(["--enable-admission-plugins=NodeRestriction,PodSecurityPolicy"])

at(version) := {"request": {"object": enabled, "namespace": "kube-system"}, "parameters": {"clusterVersion": version}}

gone := {`plugin PodSecurityPolicy is enabled (container "kube-apiserver"; removed in Kubernetes 1.25)`}

deprecated := {`plugin PodSecurityPolicy is enabled (container "kube-apiserver"; deprecated, removed in Kubernetes 1.25)`}

test_deny_from_1_25_on if {
	every version in ["v1.25", "latest"] {
		policy.deny == gone with input as at(version)
		policy.warn == set() with input as at(version)
	}
}

test_warn_while_deprecated if {
	every version in ["v1.21", "v1.24"] {
		policy.deny == set() with input as at(version)
		policy.warn == deprecated with input as at(version)
	}
}

test_allow_before_1_21 if {
	policy.deny == set() with input as at("v1.20")
	policy.warn == set() with input as at("v1.20")
}

test_each_flag_adds_to_the_list if {
	every arguments in [
		["--enable-admission-plugins", "PodSecurityPolicy", "--enable-admission-plugins=NodeRestriction"],
		["--admission-control=PodSecurityPolicy,NodeRestriction"],
	] {
		policy.deny == gone with input as server(arguments)
	}
}

test_allow_servers_without_the_plugin if {
	every arguments in [
		null, ["--enable-admission-plugins=PodSecurity"], ["--enable-admission-plugins", ""],
		["--disable-admission-plugins=PodSecurityPolicy"],
	] {
		policy.deny == set() with input as server(arguments)
	}
}

test_deny_bad_params if {
	policy.deny == {`invalid params (clusterVersion must be "latest" or "v1.x", is "1.24")`} with input as at("1.24")
	policy.warn == set() with input as at("1.24")
}
