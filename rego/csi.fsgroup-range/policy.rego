# METADATA
# scope: package
# title: The group of a pod's volumes
# description: |
#   Summary: the group that a pod's volumes get is one of those that pods may have.
#   Denies: spec.securityContext.fsGroup outside of all ranges (rules MayRunAs and MustRunAs); none, where the rule is MustRunAs and the
#     pod does not declare Windows, which knows no such groups.
#   Allows: groups in ranges, ends included; any and none where the rule is RunAsAny.
#   Parameters: ranges (1-65535; from-to, separated by commas), rule (MayRunAs; or MustRunAs, RunAsAny), as PodSecurityPolicy had them.
# custom:
#   control: csi.fsgroup-range
#   severity: medium
#   kubernetes_from: "1.2"
#   guidance: F10
#   articles: ["S26C #12"]
package csi.fsgroup_range

import data.lib
import data.lib.csi
import data.lib.params

# METADATA
# title: The params cannot be used
# custom: {control: csi.fsgroup-range}
deny contains params.invalid(bad_params) if lib.pod

# METADATA
# title: The group is in no range
# custom: {control: csi.fsgroup-range}
deny contains sprintf("forbidden fsGroup (must be in %s, is %d)", [concat(", ", ranges), csi.fs_group]) if {
	count(bad_params) == 0
	rule != "RunAsAny"
	not in_ranges
}

# METADATA
# title: There is no group and must be one
# custom: {control: csi.fsgroup-range}
deny contains sprintf("forbidden fsGroup (must be in %s, is not set)", [concat(", ", ranges)]) if {
	count(bad_params) == 0
	rule == "MustRunAs"
	lib.pod
	not csi.fs_group
	not lib.windows
}

# METADATA
# title: What is wrong with the params
bad_params := array.concat(
	[sprintf("ranges must be from-to, has \"%s\"", [range]) | some range in ranges; not regex.match(`^(0|[1-9][0-9]{0,9})-(0|[1-9][0-9]{0,9})$`, range)],
	[sprintf("rule must be \"MayRunAs\", \"MustRunAs\" or \"RunAsAny\", is \"%s\"", [rule]) |
		not rule in {"MayRunAs", "MustRunAs", "RunAsAny"}
	],
)

# METADATA
# title: The ranges, each as from-to
ranges := params.list("ranges", "1-65535")

# METADATA
# title: What the ranges are for
rule := params.text("rule", "MayRunAs")

# METADATA
# title: The group is in one of the ranges
in_ranges if {
	some range in ranges
	[first, last] := split(range, "-")
	csi.fs_group >= to_number(first)
	csi.fs_group <= to_number(last)
}
