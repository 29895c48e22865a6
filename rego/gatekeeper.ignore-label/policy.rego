# METADATA
# scope: package
# title: No namespace takes itself out of Gatekeeper
# description: |
#   Summary: only the namespaces that need it have the label with which Gatekeeper leaves a namespace alone.
#   Denies: a Namespace with the label admission.gatekeeper.sh/ignore, whatever its value, that is not in allowed.
#   Allows: the label on the namespaces in allowed; namespaces without it.
#   Parameters: allowed (gatekeeper-system, kube-system; names separated by commas).
# custom:
#   control: gatekeeper.ignore-label
#   severity: high
#   kubernetes_from: "1.16"
#   guidance: F15
#   articles: ["S26A #17", "S26C #17"]
package gatekeeper.ignore_label

import data.lib
import data.lib.namespace_labels as namespaces
import data.lib.params

# METADATA
# title: The namespace may not have the label
# custom: {control: gatekeeper.ignore-label}
deny contains msg if {
	"admission.gatekeeper.sh/ignore" in object.keys(lib.get(namespaces.namespace, ["metadata", "labels"], {}))
	name := lib.get(namespaces.namespace, ["metadata", "name"], "")
	not name in params.list("allowed", "gatekeeper-system, kube-system")
	msg := sprintf("out of Gatekeeper's reach (namespace \"%s\" must not have label admission.gatekeeper.sh/ignore)", [name])
}
