package claims

specs contains input.request.object.spec if input.request.kind.kind == "PersistentVolumeClaim"

specs contains claim.spec if {
	input.request.kind.kind == "StatefulSet"
	some claim in input.request.object.spec.volumeClaimTemplates
}

deny contains "ReadWriteMany is not allowed" if {
	some spec in specs
	"ReadWriteMany" in spec.accessModes
}
