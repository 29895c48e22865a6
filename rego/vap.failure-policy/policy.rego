# METADATA
# scope: package
# title: A policy that cannot be evaluated must deny
# description: |
#   Summary: what a ValidatingAdmissionPolicy cannot judge is not let in.
#   Denies: ValidatingAdmissionPolicy with spec.failurePolicy other than Fail.
#   Allows: Fail, and no failurePolicy, which is Fail. What a binding does with a denial is not looked at: bound with Warn alone, an error only warns.
#   Correction: articles say that native CEL validates admission webhooks; it validates requests to the API in the API server itself, without webhooks.
#   Versions: the policies are there since 1.26 (alpha), on by default since 1.30.
# custom:
#   control: vap.failure-policy
#   severity: high
#   kubernetes_from: "1.26"
#   guidance: F08
#   articles: ["S26A #10", "S26C #10"]
#   cel: "the API server never puts policies and their bindings to a policy"
package vap.failure_policy

import data.lib.policies

# METADATA
# title: A policy lets in what it cannot judge
# custom: {control: vap.failure-policy}
deny contains msg if {
	found := policies.failure_policy(policies.validating)
	found != "Fail"
	msg := sprintf("failurePolicy is not Fail (\"%v\")", [found])
}
