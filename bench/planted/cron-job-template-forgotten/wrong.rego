package no_host_pid

import data.lib

spec := input.request.object.spec if input.request.kind.kind == "Pod"

spec := input.request.object.template.spec if input.request.kind.kind == "PodTemplate"

spec := input.request.object.spec.template.spec if not input.request.kind.kind in {"Pod", "PodTemplate"}

deny contains "hostPID is not allowed" if {
	lib.get(input.request, ["subResource"], "") in lib.judged_subresources
	spec.hostPID
}
