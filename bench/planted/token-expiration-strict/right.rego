package token_expiration

import data.lib

deny contains "tokens live for at most 3607 seconds" if {
	lib.resource.kind == "Pod"
	some volume in lib.pod.spec.volumes
	some source in volume.projected.sources
	source.serviceAccountToken.expirationSeconds > 3607
}
