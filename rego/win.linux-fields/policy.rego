# METADATA
# scope: package
# title: No Linux fields on Windows pods
# description: |
#   Summary: a pod that says it is Windows sets nothing that only Linux knows, and so relies on nothing that is not there.
#   Denies: with spec.os.name windows, any of hostUsers, resources, shareProcessNamespace and of the fields of securityContext of the
#     pod and its containers that are listed below, whatever the value; hostIPC and hostPID true; sysctls and supplementalGroups with
#     elements.
#   Allows: windowsOptions and runAsNonRoot; everything on pods that are not declared Windows.
#   Correction: the list in the API's own documentation leaves out seLinuxChangePolicy, which the API server refuses as well.
#   Versions: spec.os is new in 1.23, and the API server itself refuses these fields; each counts from the version that brought it.
# custom:
#   control: win.linux-fields
#   severity: low
#   kubernetes_from: "1.23"
#   guidance: F13
#   articles: ["S26A #15", "S26C #15"]
package win.linux_fields

import data.lib

# METADATA
# title: Fields of the pod that may not be there
pod_fields := ["hostUsers", "resources", "shareProcessNamespace"]

# METADATA
# title: Fields of the pod that may not be true
pod_flags := ["hostIPC", "hostPID"]

# METADATA
# title: Fields of the pod's securityContext that may not be there
context_fields := [
	"appArmorProfile",
	"fsGroup",
	"fsGroupChangePolicy",
	"runAsGroup",
	"runAsUser",
	"seLinuxChangePolicy",
	"seLinuxOptions",
	"seccompProfile",
	"supplementalGroupsPolicy",
]

# METADATA
# title: Lists in the pod's securityContext that must be empty
context_lists := ["supplementalGroups", "sysctls"]

# METADATA
# title: Fields of a container's securityContext that may not be there
container_fields := [
	"allowPrivilegeEscalation",
	"appArmorProfile",
	"capabilities",
	"privileged",
	"procMount",
	"readOnlyRootFilesystem",
	"runAsGroup",
	"runAsUser",
	"seLinuxOptions",
	"seccompProfile",
]

# METADATA
# title: A Windows pod sets Linux fields
# custom: {control: win.linux-fields}
deny contains msg if {
	lib.windows
	details := array.concat(
		[sprintf("pod must not set %s", [concat(", ", of_pod)]) | count(of_pod) > 0],
		[sprintf("container \"%s\" must not set %s", [lib.name(item), concat(", ", fields)]) |
			some item in lib.containers
			fields := present(item.container, container_fields)
			count(fields) > 0
		],
	)
	count(details) > 0
	msg := sprintf("Linux fields on a Windows pod (%s)", [concat("; ", details)])
}

# METADATA
# title: Fields of the pod that are there and may not be
of_pod := array.concat(
	[field | some field in pod_flags; lib.get(lib.pod.spec, [field], false) == true],
	array.concat(
		[field | some field in pod_fields; lib.get(lib.pod.spec, [field], "none") != "none"],
		array.concat(
			present(lib.pod.spec, context_fields),
			[sprintf("securityContext.%s", [field]) |
				some field in context_lists
				count(lib.get(lib.pod.spec, ["securityContext", field], [])) > 0
			],
		),
	),
)

# METADATA
# title: Those of the fields that the securityContext of a pod or container has
present(holder, fields) := [sprintf("securityContext.%s", [field]) |
	some field in fields
	lib.get(holder, ["securityContext", field], "none") != "none"
]
