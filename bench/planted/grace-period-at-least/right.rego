package grace_period

import data.lib

deny contains "terminationGracePeriodSeconds is at most 60" if {
	lib.resource.kind == "Pod"
	lib.pod.spec.terminationGracePeriodSeconds > 60
}
