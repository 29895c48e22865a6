package apparmor_annotations

import data.lib

prefix := "container.apparmor.security.beta.kubernetes.io/"

deny contains "AppArmor must not be off" if {
	lib.resource.kind in {"Pod", "Deployment"}
	some key, "unconfined" in lib.pod.metadata.annotations
	startswith(key, prefix)
}
