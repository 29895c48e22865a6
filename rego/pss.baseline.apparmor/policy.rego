# METADATA
# scope: package
# title: AppArmor profiles
# description: |
#   Summary: AppArmor may be tuned, not switched off.
#   Denies: securityContext.appArmorProfile.type other than RuntimeDefault and Localhost, of the pod or any container, and
#     annotations container.apparmor.security.beta.kubernetes.io/* other than runtime/default and localhost/*, also for
#     containers that do not exist. Each level that sets a bad value counts, overridden or not.
#   Allows: the field null or missing, and the annotation empty.
# custom:
#   control: pss.baseline.apparmor
#   severity: medium
#   level: baseline
#   check: appArmorProfile
#   policy_versions: [v1.0]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1"]
package pss.baseline.apparmor

import data.lib

# METADATA
# title: What the keys of AppArmor annotations begin with
annotation_prefix := "container.apparmor.security.beta.kubernetes.io/"

# METADATA
# title: The forbidden type that a pod's spec or a container sets
forbidden_type(holder) := type if {
	profile := lib.get(holder, ["securityContext", "appArmorProfile"], null)
	profile != null
	type := lib.get(profile, ["type"], "")
	not type in {"RuntimeDefault", "Localhost"}
}

# METADATA
# scope: document
# title: Values of annotations that do not switch AppArmor off
allowed_value(value) if value in {"", "runtime/default"}

allowed_value(value) if startswith(value, "localhost/")

# METADATA
# title: The forbidden annotations, as key="value"
annotations := {sprintf("%s=%q", [key, value]) |
	all_annotations := lib.get(lib.pod.metadata, ["annotations"], {})
	some key in object.keys(all_annotations)
	startswith(key, annotation_prefix)
	value := lib.get(all_annotations, [key], "")
	not allowed_value(value)
}

# METADATA
# title: The pod, containers or annotations set forbidden profiles
# custom: {control: pss.baseline.apparmor}
deny contains msg if {
	pod_values := [type | type := forbidden_type(lib.pod.spec)]
	names := [lib.name(item) | some item in lib.containers; forbidden_type(item.container)]
	types := {type | some type in pod_values} | {type | some item in lib.containers; type := forbidden_type(item.container)}
	values := array.concat(sort(types), sort(annotations))
	count(values) > 0
	setters := array.concat(
		[text | count(types) > 0; text := lib.setters(pod_values, names)],
		[text | count(annotations) > 0; text := lib.plural("annotation", "annotations", count(annotations))],
	)
	msg := sprintf("%s (%s must not set AppArmor profile type to %s)", [
		lib.plural("forbidden AppArmor profile", "forbidden AppArmor profiles", count(values)),
		concat(" and ", setters),
		lib.quoted(values),
	])
}
