package claims

deny contains "ReadWriteMany is not allowed" if {
	input.request.kind.kind == "PersistentVolumeClaim"
	"ReadWriteMany" in input.request.object.spec.accessModes
}
