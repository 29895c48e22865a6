package lib.files_test

import data.lib.files

kubelet := {"apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration"}

kube_proxy := {"apiVersion": "kubeproxy.config.k8s.io/v1alpha1", "kind": "KubeProxyConfiguration"}

pod_security := {"apiVersion": "pod-security.admission.config.k8s.io/v1", "kind": "PodSecurityConfiguration"}

admission(configurations) := {
	"apiVersion": "apiserver.config.k8s.io/v1",
	"kind": "AdmissionConfiguration",
	"plugins": [{"name": "A", "configuration": configuration} | some configuration in configurations],
}

test_the_file_is_the_object_of_a_review_or_the_input if {
	files.file == {"a": 1} with input as {"request": {"object": {"a": 1}}}
	files.file == {"a": 1} with input as {"review": {"object": {"a": 1}}}
	files.file == {"a": 1} with input as {"a": 1}
	files.file == kubelet with input as kubelet
	not files.file with input as {"request": {"object": null}}
	not files.file with input as {"review": {"object": null}}
	not files.file with input as [1]
}

test_files_are_told_by_group_and_kind if {
	files.kubelet with input as kubelet
	files.kubelet with input as object.union(kubelet, {"apiVersion": "kubelet.config.k8s.io/v1"})
	not files.kubelet with input as object.union(kubelet, {"apiVersion": "kubelet.example/v1"})
	not files.kubelet with input as object.union(kubelet, {"kind": "CredentialProviderConfig"})
	not files.kubelet with input as kube_proxy
	files.kube_proxy with input as kube_proxy
	not files.kube_proxy with input as kubelet
}

test_configurations_of_plugins_are_files_of_their_own_or_inside_another if {
	files.pod_security == [pod_security] with input as pod_security
	files.pod_security == [pod_security] with input as admission([null, {"imagePolicy": {}}, pod_security])
	files.pod_security == [] with input as object.union(admission([pod_security]), {"kind": "Other"})
	files.pod_security == [] with input as object.union(admission([]), {"plugins": null})
}

test_the_image_policy_has_no_kind if {
	files.image_policies == [{"a": 1}] with input as {"imagePolicy": {"a": 1}}
	files.image_policies == [{"a": 1}] with input as {"ImagePolicy": {"a": 1}}
	files.image_policies == [null] with input as admission([{"imagePolicy": null}])
	files.image_policies == [] with input as {"apiVersion": "v1", "imagePolicy": {}}
	files.image_policies == [] with input as {"kind": "Pod", "imagePolicy": {}}
}

test_a_gate_is_set_by_name_or_with_its_stage if {
	files.gate({"featureGates": {"A": false, "AllAlpha": true}}, "A", "AllAlpha") == false
	files.gate({"featureGates": {"AllAlpha": true}}, "A", "AllAlpha") == true
	not files.gate({"featureGates": {"AllAlpha": true}}, "A", "AllBeta")
	not files.gate({"featureGates": null}, "A", "AllAlpha")
}

test_values_are_shown_as_they_are_written if {
	files.shown(null) == "not set"
	files.shown("true") == `"true"`
	files.shown(true) == "true"
}
