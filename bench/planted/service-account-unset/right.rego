package service_account

import data.lib

deny contains "the service account default must not be used" if {
	lib.resource.kind == "Pod"
	lib.get(lib.pod.spec, ["serviceAccountName"], "default") == "default"
}
