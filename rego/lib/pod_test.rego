package lib_test

import data.lib

template := {"metadata": {"annotations": {"a": "b"}}, "spec": {"hostPID": true}}

workload(api_version, kind) := {"apiVersion": api_version, "kind": kind, "spec": {"template": template}}

cron_job := {
	"apiVersion": "batch/v1",
	"kind": "CronJob",
	"metadata": {"annotations": {"of": "the workload"}},
	"spec": {"jobTemplate": {"metadata": {}, "spec": {"template": template}}},
}

test_a_pod_is_its_own_pod if {
	lib.pod == {"metadata": pod.metadata, "spec": pod.spec} with input as pod
}

test_every_workload_holds_a_pod if {
	workloads := [
		{"apiVersion": "v1", "kind": "PodTemplate", "template": template},
		workload("v1", "ReplicationController"),
		workload("apps/v1", "ReplicaSet"),
		workload("apps/v1", "Deployment"),
		workload("apps/v1", "StatefulSet"),
		workload("apps/v1", "DaemonSet"),
		workload("batch/v1", "Job"),
		cron_job,
	]
	every object in workloads {
		lib.pod == template with input as object
	}
}

test_a_workload_without_a_template_holds_an_empty_pod if {
	empty := {"metadata": {}, "spec": {}}
	lib.pod == empty with input as {"apiVersion": "v1", "kind": "ReplicationController", "spec": {"template": null}}
	lib.pod == empty with input as {"apiVersion": "apps/v1", "kind": "Deployment"}
	lib.pod == empty with input as {"apiVersion": "v1", "kind": "Pod", "spec": null}
}

test_a_kind_of_another_group_holds_no_pod if {
	not lib.pod with input as workload("shop.example/v1", "Deployment")
	not lib.pod with input as workload("shop.example/v1", "Pod")
	not lib.pod with input as {"apiVersion": "v1", "kind": "Service", "spec": {}}
}

test_an_ephemeral_container_request_is_judged if {
	lib.pod.spec == pod.spec with input as {"request": {"subResource": "ephemeralcontainers", "object": pod}}
}

test_a_missing_subresource_is_none if {
	lib.pod.spec == pod.spec with input as {"request": {"subResource": null, "object": pod}}
	lib.pod.spec == pod.spec with input as {"request": {"subResource": "", "object": pod}}
}

test_a_status_request_is_not_judged if {
	not lib.pod with input as {"request": {"subResource": "status", "object": pod}}
}

test_containers_are_visited_init_first_and_ephemeral_last if {
	spec := {
		"containers": [{"name": "b"}, {"name": "c"}],
		"ephemeralContainers": [{"name": "d"}],
		"initContainers": [{"name": "a"}],
	}
	lib.containers == [
		{"list": "initContainers", "index": 0, "container": {"name": "a"}},
		{"list": "containers", "index": 0, "container": {"name": "b"}},
		{"list": "containers", "index": 1, "container": {"name": "c"}},
		{"list": "ephemeralContainers", "index": 0, "container": {"name": "d"}},
	] with input as object.union(pod, {"spec": spec})
}

test_lists_null_or_missing_hold_no_container if {
	lib.containers == [] with input as object.union(pod, {"spec": {"initContainers": null}})
}

test_what_holds_no_pod_holds_no_container if {
	lib.containers == [] with input as {"request": {"operation": "DELETE", "object": null}}
}

test_a_container_without_a_name_has_an_empty_one if {
	lib.name({"container": {"name": "a"}}) == "a"
	lib.name({"container": {}}) == ""
	lib.name({"container": null}) == ""
}

test_only_false_puts_a_pod_into_a_user_namespace if {
	lib.user_namespaced with input as object.union(pod, {"spec": {"hostUsers": false}})
	not lib.user_namespaced with input as object.union(pod, {"spec": {"hostUsers": true}})
	not lib.user_namespaced with input as object.union(pod, {"spec": {"hostUsers": null}})
	not lib.user_namespaced with input as pod
}
