# METADATA
# scope: package
# title: Hosts of probes and lifecycle hooks
# description: |
#   Summary: the kubelet is not sent to other hosts.
#   Denies: from policy version v1.34, a host in httpGet or tcpSocket of livenessProbe, readinessProbe, startupProbe,
#     lifecycle.postStart or lifecycle.preStop of any container; 127.0.0.1 and ::1 too.
#   Allows: the host empty, null or missing; exec, grpc and sleep; everything before v1.34.
# custom:
#   control: pss.baseline.probe-lifecycle-host
#   severity: high
#   level: baseline
#   check: hostProbesAndHostLifecycle
#   policy_versions: [v1.34]
#   kubernetes_from: "1.34"
#   guidance: F02
#   articles: ["S22 #1"]
package pss.baseline.probe_lifecycle_host

import data.lib

# METADATA
# title: Where a container can name a host
host_paths := [array.concat(handler, [action, "host"]) |
	some handler in [
		["livenessProbe"],
		["readinessProbe"],
		["startupProbe"],
		["lifecycle", "postStart"],
		["lifecycle", "preStop"],
	]
	some action in ["httpGet", "tcpSocket"]
]

# METADATA
# title: The hosts that a container names
hosts(container) := {host |
	some path in host_paths
	host := lib.get(container, path, "")
	host != ""
}

# METADATA
# title: Containers name hosts
# custom: {control: pss.baseline.probe-lifecycle-host}
deny contains msg if {
	lib.policy_version >= 34
	names := {lib.name(item) | some item in lib.containers; count(hosts(item.container)) > 0}
	count(names) > 0
	named := {host | some item in lib.containers; some host in hosts(item.container)}
	msg := sprintf("probe or lifecycle host (%s %s %s %s)", [
		lib.containers_named(sort(names)),
		lib.plural("uses", "use", count(names)),
		lib.plural("probe or lifecycle host", "probe or lifecycle hosts", count(named)),
		lib.quoted(sort(named)),
	])
}

# METADATA
# title: The policy version cannot be used
# custom: {control: pss.baseline.probe-lifecycle-host}
deny contains lib.invalid_policy_version
