package rootless.kubelet_config_test

import data.rootless.kubelet_config as policy

configuration(fields) := object.union({"apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration"}, fields)

asked(params, fields) := {"request": {"object": configuration(fields)}, "parameters": params}

gated(fields) := object.union({"featureGates": {"KubeletInUserNamespace": true}}, fields)

required(version) := {"required": "true", "clusterVersion": version}

gate_off(found) := {sprintf("feature gate KubeletInUserNamespace must be true (is %s)", [found])}

not_set_up(details) := {sprintf("kubelet not set up to run without root (%s)", [details])}

test_allow_a_kubelet_that_is_set_up if {
	every fields in [{}, {"cgroupDriver": "cgroupfs"}, {"cgroupDriver": ""}, {"cgroupDriver": null, "failCgroupV1": true}, {"failCgroupV1": null}] {
		policy.deny == set() with input as configuration(gated(fields))
		policy.deny == set() with input as asked(required("v1.36"), gated(fields))
	}
}

test_deny_one_that_is_not if {
	policy.deny == not_set_up(`cgroupDriver must be "cgroupfs", is "systemd"`) with input as configuration(gated({"cgroupDriver": "systemd"}))
	policy.deny == not_set_up("failCgroupV1 must not be false") with input as configuration(gated({"failCgroupV1": false}))
	wanted := not_set_up(`cgroupDriver must be "cgroupfs", is "systemd"; failCgroupV1 must not be false`)
	fields := {"cgroupDriver": "systemd", "failCgroupV1": false}
	policy.deny == wanted with input as configuration(gated(fields))
	policy.deny == wanted with input as configuration(object.union(fields, {"featureGates": {"KubeletInUserNamespace": "true"}}))
	policy.deny == wanted with input as asked(required("latest"), fields)
}

test_allow_other_kubelets_where_nothing_is_required if {
	fields := {"cgroupDriver": "systemd", "failCgroupV1": false}
	every gates in [null, {}, {"KubeletInUserNamespace": false}, {"AllAlpha": true, "AllBeta": true}] {
		policy.deny == set() with input as configuration(object.union(fields, {"featureGates": gates}))
		policy.deny == set() with input as asked({"required": false, "clusterVersion": "v1.30"}, object.union(fields, {"featureGates": gates}))
	}
}

test_deny_the_gate_off_where_it_is_required if {
	policy.deny == gate_off("not set") with input as asked(required("v1.36"), {})
	policy.deny == gate_off("not set") with input as asked(required("v1.36"), {"featureGates": {"AllBeta": true}})
	policy.deny == gate_off(`"true"`) with input as asked(required("v1.36"), {"featureGates": {"KubeletInUserNamespace": "true"}})
	every version in ["v1.36", "v1.37"] {
		policy.deny == gate_off("false") with input as asked(required(version), {"featureGates": {"KubeletInUserNamespace": false}})
	}
	policy.deny == gate_off("false") with input as asked(required("v1.37"), {"featureGates": {"AllBeta": false}})
}

test_allow_the_gate_on_where_it_is_required if {
	policy.deny == set() with input as asked(required("v1.37"), {})
	policy.deny == set() with input as asked(required("v1.37"), {"featureGates": {"AllAlpha": false}})
	policy.deny == set() with input as asked(required("v1.36"), {"featureGates": {"AllAlpha": true}})
}

test_deny_bad_params if {
	wanted := {`invalid params (required must be "true" or "false", is "yes"; clusterVersion must be "latest" or "v1.x", is "1.30")`}
	policy.deny == wanted with input as asked({"required": "yes", "clusterVersion": "1.30"}, gated({"cgroupDriver": "systemd"}))
	only_version := {`invalid params (clusterVersion must be "latest" or "v1.x", is "1.30")`}
	policy.deny == only_version with input as asked(required("1.30"), {})
}

test_allow_other_files if {
	policy.deny == set() with input as asked(required("v1.30"), {"kind": "Other"})
	policy.deny == set() with input as asked({"required": "yes"}, gated({"kind": "Other", "cgroupDriver": "systemd"}))
}
