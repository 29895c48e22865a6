package no_secret_env

import data.lib

deny contains "secrets must not become environment variables" if {
	lib.resource.kind == "Pod"
	some item in lib.containers
	some entry in item.container.envFrom
	entry.secretRef
}

deny contains "secrets must not become environment variables" if {
	lib.resource.kind == "Pod"
	some item in lib.containers
	some variable in item.container.env
	variable.valueFrom.secretKeyRef
}
