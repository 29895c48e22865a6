# METADATA
# scope: package
# title: No seccomp annotations
# description: |
#   Summary: seccomp is set by fields, not by the alpha annotations that came before them.
#   Denies: from cluster version v1.27 on any of the annotations seccomp.security.alpha.kubernetes.io/pod and
#     container.seccomp.security.alpha.kubernetes.io/<name>, of containers that do not exist too; from v1.19 on an annotation that promises
#     another profile than the field beside it has.
#   Warns: from v1.19 to v1.26 of any of the annotations.
#   Allows: no annotations; those of a workload itself, which mean nothing. `unconfined` promises nothing, so it contradicts nothing. Before
#     v1.19 there are no fields, and everything is allowed.
#   Parameters: clusterVersion (latest).
#   Versions: fields from 1.19; the annotations without effect from 1.27 on. PodSecurity admission does not look at them from policy
#     version v1.19 on.
# custom:
#   control: seccomp.annotations-obsolete
#   severity: low
#   kubernetes_from: "1.19"
#   guidance: F05
#   articles: ["S22 #5"]
package seccomp.annotations_obsolete

import data.lib
import data.lib.params
import data.lib.seccomp

# METADATA
# title: The params cannot be used
# custom: {control: seccomp.annotations-obsolete}
deny contains params.invalid(params.bad_cluster_version) if lib.pod

# METADATA
# title: There are annotations that no kubelet reads any more
# custom: {control: seccomp.annotations-obsolete}
deny contains obsolete if params.cluster_version >= 27

# METADATA
# title: There are annotations, of which fields have taken the place
# custom: {control: seccomp.annotations-obsolete}
warn contains obsolete if {
	params.cluster_version >= 19
	params.cluster_version < 27
}

# METADATA
# title: Annotations promise another profile than the fields have
# custom: {control: seccomp.annotations-obsolete}
deny contains msg if {
	params.cluster_version >= 19
	details := [detail |
		some setter in seccomp.setters
		value := seccomp.annotations[setter.annotation]
		seccomp.contradicts(value, setter.profile)
		detail := sprintf("%s has \"%s\" and type \"%s\"", [setter.who, value, seccomp.type(setter.profile)])
	]
	count(details) > 0
	msg := sprintf("seccomp annotations contradict the fields (%s)", [concat("; ", details)])
}

# METADATA
# title: The message that names the annotations; undefined where there are none
obsolete := sprintf("obsolete seccomp annotations (%s)", [concat(", ", keys)]) if {
	keys := sort(object.keys(seccomp.annotations))
	count(keys) > 0
}
