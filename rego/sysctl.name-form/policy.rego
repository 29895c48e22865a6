# METADATA
# scope: package
# title: The form of sysctl names
# description: |
#   Summary: a sysctl is named in the one way that every policy reads, and set once.
#   Denies: names with slashes, and others that are not lower-case segments parted by dots; names of more than 253 characters; a
#     sysctl that is set more than once, whether with dots or with slashes.
#   Allows: every name with dots, whatever the sysctl.
#   Versions: the API server refuses most bad names by itself; slashes it takes, and Pod Security admission takes them for another name.
# custom:
#   control: sysctl.name-form
#   severity: low
#   kubernetes_from: "1.22"
#   guidance: F03
#   articles: ["S22 #3"]
package sysctl.name_form

import data.lib
import data.lib.sysctl

# METADATA
# title: Names are not segments parted by dots
# custom: {control: sysctl.name-form}
deny contains msg if {
	names := [name |
		some name in sysctl.names
		count(name) <= 253
		not regex.match(`^[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$`, name)
	]
	count(names) > 0
	msg := sprintf("sysctl names not in dot form (%s)", [lib.quoted(names)])
}

# METADATA
# title: Names are too long
# custom: {control: sysctl.name-form}
deny contains msg if {
	lengths := [sprintf("%d characters", [count(name)]) |
		some name in sysctl.names
		count(name) > 253
	]
	count(lengths) > 0
	msg := sprintf("sysctl names longer than 253 characters (%s)", [concat(", ", lengths)])
}

# METADATA
# title: A sysctl is set more than once
# custom: {control: sysctl.name-form}
deny contains msg if {
	dotted := [sysctl.dotted(name) | some name in sysctl.names]
	names := [name |
		some name in sysctl.names
		count(name) <= 253
		count([1 | some other in dotted; other == sysctl.dotted(name)]) > 1
	]
	count(names) > 0
	msg := sprintf("sysctls set more than once (%s)", [lib.quoted(names)])
}
