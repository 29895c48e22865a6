package probe_host

import data.lib

deny contains "probes must not name a host" if {
	some item in lib.containers
	some probe in ["livenessProbe", "readinessProbe", "startupProbe"]
	some handler in ["httpGet", "tcpSocket"]
	lib.get(item.container, [probe, handler, "host"], "") != ""
}
