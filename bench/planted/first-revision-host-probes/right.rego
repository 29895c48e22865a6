package host_probes

import data.lib

policy_version := 33

deny contains "probes must not name a host" if {
	policy_version >= 34
	lib.resource.kind == "Pod"
	some item in lib.containers
	lib.get(item.container, ["livenessProbe", "httpGet", "host"], "") != ""
}
