package enforce_level

import data.lib

deny contains "namespaces need the level baseline or restricted" if {
	input.request.operation in {"CREATE", "UPDATE"}
	input.request.kind.kind == "Namespace"
	not input.request.subResource
	level := lib.get(input.request.object, ["metadata", "labels", "pod-security.kubernetes.io/enforce"], "")
	not level in {"baseline", "restricted"}
}
