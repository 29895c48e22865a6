# METADATA
# scope: package
# title: A mutation that cannot be made must deny
# description: |
#   Summary: what a MutatingAdmissionPolicy cannot change is not let in unchanged.
#   Denies: MutatingAdmissionPolicy with spec.failurePolicy other than Fail.
#   Allows: Fail, and no failurePolicy, which is Fail.
#   Correction: articles say that mutation still needs Kyverno or Gatekeeper; the API server mutates itself since 1.32 (alpha), 1.36 (v1).
#   Versions: MutatingAdmissionPolicy is v1alpha1 from 1.32, v1beta1 from 1.34 and v1 from 1.36 on.
# custom:
#   control: map.failure-policy
#   severity: high
#   kubernetes_from: "1.32"
#   guidance: F09
#   articles: ["S26A #11", "S26C #11"]
#   cel: "the API server never puts policies and their bindings to a policy"
package map.failure_policy

import data.lib.policies

# METADATA
# title: A policy lets in what it cannot change
# custom: {control: map.failure-policy}
deny contains msg if {
	found := policies.failure_policy(policies.mutating)
	found != "Fail"
	msg := sprintf("failurePolicy is not Fail (\"%v\")", [found])
}
