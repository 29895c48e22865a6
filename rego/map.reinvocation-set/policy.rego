# METADATA
# scope: package
# title: A mutation says whether it is made again
# description: |
#   Summary: whether a MutatingAdmissionPolicy sees what later mutations made of the object is decided, not forgotten.
#   Denies: MutatingAdmissionPolicy with spec.reinvocationPolicy other than Never and IfNeeded, or without one.
#   Allows: Never, IfNeeded.
#   Versions: the API server refuses such a policy first; what is judged here are manifests that it has not seen.
# custom:
#   control: map.reinvocation-set
#   severity: low
#   kubernetes_from: "1.32"
#   guidance: F09
#   articles: ["S26A #11", "S26C #11"]
#   cel: "the API server never puts policies and their bindings to a policy"
package map.reinvocation_set

import data.lib
import data.lib.policies

# METADATA
# title: A policy does not say whether it is invoked again
# custom: {control: map.reinvocation-set}
deny contains msg if {
	found := lib.get(policies.mutating, ["spec", "reinvocationPolicy"], "")
	not found in {"Never", "IfNeeded"}
	msg := sprintf("reinvocationPolicy is neither Never nor IfNeeded (\"%v\")", [found])
}
