package lib

# METADATA
# title: Where the pod is in each kind that holds one, by API group and kind
pod_paths := {
	"": {"Pod": [], "ReplicationController": ["spec", "template"], "PodTemplate": ["template"]},
	"apps": {
		"ReplicaSet": ["spec", "template"],
		"Deployment": ["spec", "template"],
		"StatefulSet": ["spec", "template"],
		"DaemonSet": ["spec", "template"],
	},
	"batch": {"Job": ["spec", "template"], "CronJob": ["spec", "jobTemplate", "spec", "template"]},
}

# METADATA
# title: Subresources whose requests carry a whole object that a policy on pods has to judge
judged_subresources := {"", "ephemeralcontainers"}

# METADATA
# title: The pod, or the pod of a workload's template, as {metadata, spec}; undefined for everything else
pod := {
	"metadata": get(template, ["metadata"], {}),
	"spec": get(template, ["spec"], {}),
} if {
	get(request, ["subResource"], "") in judged_subresources
	path := pod_paths[group][resource.kind]
	template := pod_at(path)
}

# METADATA
# title: The object itself for an empty path, else what lies at the path
pod_at(path) := resource if {
	path == []
} else := get(resource, path, {})

# METADATA
# title: The lists of containers, in the order in which they are visited
container_lists := ["initContainers", "containers", "ephemeralContainers"]

# METADATA
# title: Every container of the pod as {list, index, container}, in visiting order
containers := [{"list": list, "index": index, "container": container} |
	some list in container_lists
	some index, container in get(pod.spec, [list], [])
]

# METADATA
# title: The name of an item of containers
name(item) := get(item.container, ["name"], "")

# METADATA
# title: The pod runs in a user namespace of its own
user_namespaced if get(pod.spec, ["hostUsers"], true) == false
