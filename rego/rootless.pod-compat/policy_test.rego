package rootless.pod_compat_test

import data.rootless.pod_compat as policy

rootless := {"team.example/rootless": "true"}

selector := "team.example/rootless=true"

asked(labels, metadata, spec) := {
	"request": {"object": {
		"apiVersion": "v1",
		"kind": "Pod",
		"metadata": metadata,
		"spec": object.union(object.remove({"nodeSelector": rootless}, object.keys(spec)), spec),
	}},
	"parameters": {"rootlessNodeSelector": labels},
}

pod(spec) := asked(selector, {"name": "app"}, spec)

annotated(annotations) := asked(selector, {"name": "app", "annotations": annotations}, {})

not_there(details) := {sprintf("not for rootless nodes (%s)", [details])}

profile(type) := {"securityContext": {"appArmorProfile": {"type": type}}}

container(name, fields) := object.union({"name": name}, fields)

test_warn_of_app_armor_fields if {
	policy.warn == not_there("AppArmor profile of pod") with input as pod(profile("Localhost"))
	spec := object.union(profile("RuntimeDefault"), {"containers": [container("a", profile("Localhost")), container("b", profile("Unconfined"))]})
	policy.warn == not_there(`AppArmor profile of pod and container "a"`) with input as pod(spec)
	policy.warn == not_there(`AppArmor profile of container "a"`) with input as pod({"initContainers": [container("a", profile(""))]})
	policy.warn == set() with input as pod(object.union(profile("Unconfined"), {"containers": [{"name": "a"}]}))
	policy.warn == set() with input as pod({"securityContext": {"appArmorProfile": null}})
}

test_warn_of_app_armor_annotations if {
	key := "container.apparmor.security.beta.kubernetes.io/a"
	policy.warn == not_there("AppArmor annotations") with input as annotated({key: "localhost/x"})
	policy.warn == not_there("AppArmor annotations") with input as annotated({key: "runtime/default", "team": "a"})
	every value in ["", "unconfined", null] {
		policy.warn == set() with input as annotated({key: value})
	}
	policy.warn == set() with input as annotated(null)
}

test_warn_of_network_volumes if {
	every type in ["nfs", "iscsi", "fc", "rbd"] {
		policy.warn == not_there(`network volume "data"`) with input as pod({"volumes": [{"name": "data", type: {}}]})
	}
	volumes := [{"name": "a", "nfs": {}}, {"name": "b", "emptyDir": {}, "nfs": null}, {"name": "c", "rbd": {}}]
	policy.warn == not_there(`network volumes "a", "c"`) with input as pod({"volumes": volumes})
}

test_warn_of_block_devices if {
	devices := {"volumeDevices": [{"name": "data", "devicePath": "/dev/data"}]}
	spec := {"containers": [container("a", devices), container("b", {"volumeDevices": []})], "initContainers": [container("i", devices)]}
	policy.warn == not_there(`block devices of containers "i", "a"`) with input as pod(spec)
}

test_warn_of_hugepages if {
	limits := {"resources": {"limits": {"hugepages-2Mi": "2Mi", "memory": "1Gi"}}}
	requests := {"resources": {"requests": {"hugepages-1Gi": "1Gi"}}}
	policy.warn == not_there(`hugepages of pod and container "a"`) with input as pod(object.union(limits, {"containers": [container("a", requests)]}))
	policy.warn == set() with input as pod({"containers": [container("a", {"resources": {"limits": {"memory": "1Gi"}, "requests": null}})]})
	volumes := [{"name": "a", "emptyDir": {"medium": "HugePages-2Mi"}}, {"name": "b", "emptyDir": {"medium": "Memory"}}]
	policy.warn == not_there(`hugepages volume "a"`) with input as pod({"volumes": volumes})
}

test_warn_of_sysctls_that_are_not_safe if {
	names := ["kernel.msgmax", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_notsent_lowat", "net.core.somaxconn"]
	sysctls := [{"name": name, "value": "1"} | some name in names]
	policy.warn == not_there("sysctls kernel.msgmax, net.core.somaxconn") with input as pod({"securityContext": {"sysctls": sysctls}})
}

test_all_is_told_in_one_warning if {
	spec := object.union(profile("Localhost"), {
		"volumes": [{"name": "v", "nfs": {}}],
		"containers": [container("a", {"volumeDevices": [{"name": "d"}], "resources": {"limits": {"hugepages-2Mi": "2Mi"}}})],
	})
	wanted := `AppArmor profile of pod; network volume "v"; block devices of container "a"; hugepages of container "a"`
	policy.warn == not_there(wanted) with input as pod(spec)
}

test_allow_pods_for_other_nodes if {
	nfs := {"volumes": [{"name": "data", "nfs": {}}]}
	every selected in [null, {}, {"team.example/rootless": "false"}, {"other": "true"}] {
		policy.warn == set() with input as pod(object.union(nfs, {"nodeSelector": selected}))
	}
	policy.warn == set() with input as asked("", {}, nfs)
	policy.warn == set() with input as asked("team.example/rootless=true,zone=a", {}, nfs)
	policy.warn == not_there(`network volume "data"`) with input as asked(
		"team.example/rootless=true, zone=",
		{},
		object.union(nfs, {"nodeSelector": object.union(rootless, {"zone": "", "arch": "arm64"})}),
	)
}

test_allow_what_rootless_nodes_have if {
	policy.warn == set() with input as pod({"volumes": [{"name": "a", "emptyDir": {}}, {"name": "b", "hostPath": {"path": "/data"}}]})
}

test_deny_bad_params if {
	wanted := {`invalid params (rootlessNodeSelector must list labels as key=value, has "rootless")`}
	policy.deny == wanted with input as asked("rootless", {}, {"volumes": [{"name": "data", "nfs": {}}]})
	policy.warn == set() with input as asked("rootless", {}, {"volumes": [{"name": "data", "nfs": {}}]})
	policy.deny == {`invalid params (rootlessNodeSelector must list labels as key=value, has "=a")`} with input as asked("=a", {}, {})
}
