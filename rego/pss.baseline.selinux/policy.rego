# METADATA
# scope: package
# title: SELinux options
# description: |
#   Summary: SELinux labels stay those of containers.
#   Denies: securityContext.seLinuxOptions of the pod or any container with a user, a role, or a type other than the allowed
#     ones. Each level that sets a bad value counts, overridden or not.
#   Allows: the types container_t, container_init_t, container_kvm_t and, from policy version v1.31, container_engine_t; any
#     level; empty strings.
# custom:
#   control: pss.baseline.selinux
#   severity: medium
#   level: baseline
#   check: seLinuxOptions
#   policy_versions: [v1.0, v1.31]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1"]
package pss.baseline.selinux

import data.lib

# METADATA
# scope: document
# title: Types that may be set at the policy version
allowed_types contains type if some type in {"", "container_t", "container_init_t", "container_kvm_t"}

allowed_types contains "container_engine_t" if lib.policy_version >= 31

# METADATA
# title: The SELinux options of a pod's spec or a container
options(holder) := lib.get(holder, ["securityContext", "seLinuxOptions"], {})

# METADATA
# title: The forbidden values that a pod's spec or a container sets, as [field, value]
forbidden(holder) := {[field, value] |
	some field in ["type", "user", "role"]
	value := lib.get(options(holder), [field], "")
	not allowed(field, value)
}

# METADATA
# scope: document
# title: A value that may be set
allowed(_, "")

allowed("type", type) if type in allowed_types

# METADATA
# title: What is forbidden about the values, a phrase each
phrases(values) := array.concat(
	[sprintf("%s %s", [lib.plural("type", "types", count(types)), lib.quoted(types)]) |
		types := sort({type | some ["type", type] in values})
		count(types) > 0
	],
	[sprintf("%s may not be set", [field]) |
		some field in ["user", "role"]
		field in {set_field | some [set_field, _] in values}
	],
)

# METADATA
# title: The pod or containers set forbidden SELinux options
# custom: {control: pss.baseline.selinux}
deny contains msg if {
	lib.policy_version
	pod_values := forbidden(lib.pod.spec)
	names := [lib.name(item) | some item in lib.containers; count(forbidden(item.container)) > 0]
	values := pod_values | {value | some item in lib.containers; some value in forbidden(item.container)}
	count(values) > 0
	msg := sprintf("seLinuxOptions (%s set forbidden securityContext.seLinuxOptions: %s)", [
		lib.setters(pod_values, names),
		concat("; ", phrases(values)),
	])
}

# METADATA
# title: The policy version cannot be used
# custom: {control: pss.baseline.selinux}
deny contains lib.invalid_policy_version
