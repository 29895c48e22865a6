package imagepolicy.fail_closed_test

import data.imagepolicy.fail_closed as policy

open(found) := {sprintf("image policy may fail open (defaultAllow must be false, is %s)", [found])}

not_enabled := {`plugin ImagePolicyWebhook is not enabled (container "kube-apiserver")`}

server(arguments) := {
	"apiVersion": "v1",
	"kind": "Pod",
	"metadata": {"name": "kube-apiserver", "namespace": "kube-system"},
	"spec": {"containers": [{"name": "kube-apiserver", "command": array.concat(["kube-apiserver"], arguments)}]},
}

test_allow_what_fails_closed if {
	policy.deny == set() with input as {"imagePolicy": {"kubeConfigFile": "config", "defaultAllow": false}}
	policy.deny == set() with input as {"request": {"object": {"imagePolicy": {"defaultAllow": false}}}}
}

test_deny_what_does_not_say_so if {
	policy.deny == open("true") with input as {"imagePolicy": {"defaultAllow": true}}
	policy.deny == open(`"false"`) with input as {"imagePolicy": {"defaultAllow": "false"}}
	policy.deny == open("null") with input as {"imagePolicy": {"defaultAllow": null}}
	every file in [{"imagePolicy": {}}, {"imagePolicy": null}, {"imagePolicy": {"defaultAlow": false}}] {
		policy.deny == open("not set") with input as file
	}
}

test_deny_whatever_the_case_of_letters if {
	policy.deny == open("true") with input as {"ImagePolicy": {"DefaultAllow": true}}
	policy.deny == open("false and true") with input as {"imagePolicy": {"defaultAllow": false, "defaultallow": true}}
	policy.deny == set() with input as {"imagePolicy": {"DefaultAllow": false}}
}

test_deny_inside_another_file if {
	file := {
		"apiVersion": "apiserver.config.k8s.io/v1",
		"kind": "AdmissionConfiguration",
		"plugins": [{"name": "ImagePolicyWebhook", "configuration": {"imagePolicy": {"defaultAllow": true}}}],
	}
	policy.deny == open("true") with input as file
}

test_deny_a_server_without_the_plugin if {
	policy.deny == not_enabled with input as server([])
	policy.deny == not_enabled with input as server(["--enable-admission-plugins=NodeRestriction"])
	policy.deny == not_enabled with input as server(["--enable-admission-plugins=ImagePolicyWebhookX"])
	policy.deny == not_enabled with input as server([
		"--enable-admission-plugins=ImagePolicyWebhook",
		"--disable-admission-plugins=ImagePolicyWebhook",
	])
	policy.deny == not_enabled with input as server(["--disable-admission-plugins=ImagePolicyWebhook"])
}

test_allow_a_server_with_the_plugin if {
	policy.deny == set() with input as server(["--enable-admission-plugins=NodeRestriction,ImagePolicyWebhook"])
	policy.deny == set() with input as server(["--enable-admission-plugins", "ImagePolicyWebhook", "--enable-admission-plugins=NodeRestriction"])
	policy.deny == set() with input as server(["--admission-control=ImagePolicyWebhook", "--disable-admission-plugins=ServiceAccount"])
}

test_allow_other_files_and_pods if {
	policy.deny == set() with input as {"defaultAllow": true}
	policy.deny == set() with input as object.union(server([]), {"metadata": {"namespace": "team-a"}})
}
