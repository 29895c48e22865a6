package no_automount

import data.lib

deny contains "automountServiceAccountToken must be false" if {
	input.request.kind.kind == "ServiceAccount"
	input.request.operation in {"CREATE", "UPDATE"}
	not input.request.subResource
	lib.get(input.request.object, ["automountServiceAccountToken"], true)
}
