package no_automount

import data.lib

deny contains "the service account token must not be mounted" if {
	lib.resource.kind == "Pod"
	lib.pod.spec.automountServiceAccountToken
}

deny contains "the service account token must not be mounted" if {
	lib.resource.kind == "Pod"
	some item in lib.containers
	some mount in item.container.volumeMounts
	mount.mountPath == "/var/run/secrets/kubernetes.io/serviceaccount"
	lib.get(lib.pod.spec, ["automountServiceAccountToken"], true)
}
