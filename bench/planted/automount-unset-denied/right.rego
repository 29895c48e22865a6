package no_automount

import data.lib

deny contains "the service account token must not be asked for" if {
	lib.resource.kind == "Pod"
	lib.pod.spec.automountServiceAccountToken
}
