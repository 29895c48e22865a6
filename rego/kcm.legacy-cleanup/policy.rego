# METADATA
# scope: package
# title: A controller manager that removes old tokens
# description: |
#   Summary: Secrets with tokens that nobody uses are removed after a while.
#   Denies: from cluster version v1.28 on, a Pod of kube-system that runs kube-controller-manager with a
#     --legacy-service-account-token-clean-up-period of more than maxDays, or one that is no time; from v1.29 on, the same without the
#     flag where its default, 8760h, is more than maxDays.
#   Warns: no such flag at v1.28, where nothing is removed by default.
#   Allows: shorter periods (the last one counts), and everything before v1.28.
#   Parameters: maxDays (365), clusterVersion (latest; or v1.x).
#   Versions: alpha in 1.28, where the gate LegacyServiceAccountTokenCleanUp must be on too; on by default from 1.29 on. Only Secrets that Kubernetes
#     made itself, and that no pod mounts, are removed. A static Pod passes no admission, only its mirror does: judge its manifest before it is
#     put on the node.
# custom:
#   control: kcm.legacy-cleanup
#   severity: low
#   kubernetes_from: "1.28"
#   guidance: F12
#   articles: ["S26A #14", "S26C #14"]
package kcm.legacy_cleanup

import data.lib
import data.lib.component
import data.lib.params

# METADATA
# title: The flag of the period
flag := "legacy-service-account-token-clean-up-period"

# METADATA
# title: The containers under judgement
containers := component.containers("kube-controller-manager")

# METADATA
# title: What is wrong with the params
bad_params := array.concat(params.bad_numbers({"maxDays": "365"}), params.bad_cluster_version)

# METADATA
# title: The params cannot be used
# custom: {control: kcm.legacy-cleanup}
deny contains params.invalid(bad_params) if count(containers) > 0

# METADATA
# title: Old tokens are kept for too long
# custom: {control: kcm.legacy-cleanup}
deny contains msg if {
	params.cluster_version >= 28
	details := [sprintf("container \"%s\" has --%s=%s", [lib.get(container, ["name"], ""), flag, value]) |
		some container in containers
		value := period(container)
		not is_short(value)
	]
	count(details) > 0
	msg := sprintf("old tokens are kept (%s; must be at most %d days)", [concat("; ", details), params.number("maxDays", "365")])
}

# METADATA
# title: Old tokens are kept for ever
# custom: {control: kcm.legacy-cleanup}
warn contains msg if {
	count(bad_params) == 0
	params.cluster_version == 28
	names := [lib.get(container, ["name"], "") | some container in containers; not period(container)]
	count(names) > 0
	msg := sprintf("old tokens are kept (%s without --%s)", [lib.containers_named(names), flag])
}

# METADATA
# title: The period of a controller manager; undefined where there is none
period(container) := values[count(values) - 1] if {
	values := component.values(container, flag)
} else := "8760h" if {
	params.cluster_version >= 29
}

# METADATA
# title: The text is a time, and not a longer one than tokens may be kept
# description: As Go writes times; what is longer than any of them can be is none.
is_short(value) if {
	regex.match(`^(0|([0-9]{1,5}([.][0-9]{1,9})?h|[0-9]{1,7}([.][0-9]{1,9})?m|[0-9]{1,9}([.][0-9]{1,9})?(s|ms|us|ns)){1,9})$`, value)
	time.parse_duration_ns(value) <= ((params.number("maxDays", "365") * 24) * 3600) * 1000000000
}
