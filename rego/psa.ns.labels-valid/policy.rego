# METADATA
# scope: package
# title: Valid Pod Security labels
# description: |
#   Summary: the Pod Security labels of a namespace are ones that PodSecurity admission understands.
#   Denies: a level that is not privileged, baseline or restricted, a version that is not latest or v1.x, in any of the six labels.
#   Allows: absent labels, and updates that leave the labels as invalid as they were.
# custom:
#   control: psa.ns.labels-valid
#   severity: high
#   kubernetes_from: "1.22"
#   guidance: F01
#   articles: ["S22 #1"]
package psa.ns.labels_valid

import data.lib.namespace_labels as psa

# METADATA
# title: Labels are invalid, and not as they were before
# custom: {control: psa.ns.labels-valid}
deny contains msg if {
	wrong := problems(psa.current)
	count(wrong) > 0
	not unchanged(wrong)
	msg := listed(wrong)
}

# METADATA
# title: The labels before the update had the same problems
unchanged(wrong) if wrong == problems(psa.previous)

# METADATA
# title: What is wrong with the labels, in their order and in the words of PodSecurity admission
problems(labels) := [problem |
	some name in psa.names
	problem := sprintf(
		"metadata.labels[%s%s]: Invalid value: \"%s\": must be %s",
		[psa.prefix, name, labels[name], wanted(name, labels[name])],
	)
]

# METADATA
# title: One problem as it is, several as a list
listed(items) := items[0] if {
	count(items) == 1
} else := sprintf("[%s]", [concat(", ", items)])

# METADATA
# title: What an invalid label must be; undefined for a valid one
wanted(name, value) := `"latest" or "v1.x"` if {
	endswith(name, "-version")
	not psa.is_version(value)
}

wanted(name, value) := "one of privileged, baseline, restricted" if {
	not endswith(name, "-version")
	not psa.levels[value]
}
