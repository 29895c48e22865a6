package no_automount

import data.lib

deny contains "the service account token must not be mounted" if {
	lib.resource.kind == "Pod"
	lib.get(lib.pod.spec, ["automountServiceAccountToken"], true)
}
