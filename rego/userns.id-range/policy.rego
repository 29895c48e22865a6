# METADATA
# scope: package
# title: Ids that a user namespace has
# description: |
#   Summary: a pod with a user namespace of its own uses ids that exist there.
#   Denies: with spec.hostUsers false, runAsUser, runAsGroup, fsGroup or an id of supplementalGroups above maxId, in the security context of
#     the pod or any container, overridden or not.
#   Allows: ids up to maxId; any id in pods with the host's users.
#   Parameters: maxId (65535, of the 65536 ids that kubelets give each pod unless userNamespaces.idsPerPod says otherwise).
#   Versions: hostUsers from 1.25; idsPerPod of the kubelet from 1.33.
# custom:
#   control: userns.id-range
#   severity: medium
#   kubernetes_from: "1.25"
#   guidance: F06
#   articles: ["S22 #7"]
package userns.id_range

import data.lib
import data.lib.params

# METADATA
# title: The highest id
max_id := params.number("maxId", "65535")

# METADATA
# title: The params cannot be used
# custom: {control: userns.id-range}
deny contains params.invalid(params.bad_numbers({"maxId": "65535"})) if lib.pod

# METADATA
# title: Ids are above the highest
# custom: {control: userns.id-range}
deny contains msg if {
	lib.user_namespaced
	details := array.concat(
		[sprintf("pod sets %s", [concat(", ", ids)]) | ids := too_high(lib.pod.spec); count(ids) > 0],
		[sprintf("container \"%s\" sets %s", [lib.name(item), concat(", ", ids)]) |
			some item in lib.containers
			ids := too_high(item.container)
			count(ids) > 0
		],
	)
	count(details) > 0
	msg := sprintf("ids above %d in a user namespace (%s)", [max_id, concat("; ", details)])
}

# METADATA
# title: The ids above the highest in the security context of a pod's spec or a container, each with its field
too_high(holder) := [sprintf("%s %d", [field, id]) |
	some field in ["runAsUser", "runAsGroup", "fsGroup", "supplementalGroups"]
	some id in as_list(lib.get(holder, ["securityContext", field], []))
	id > max_id
]

# METADATA
# title: A list as it is, anything else as a list of one
as_list(value) := value if {
	is_array(value)
} else := [value]
