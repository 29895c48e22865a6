package drop_all

import data.lib

deny contains "capabilities must drop ALL" if {
	lib.resource.kind == "Pod"
	some item in lib.containers
	not item.container.securityContext.capabilities.drop[0] == "ALL"
}
