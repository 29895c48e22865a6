# METADATA
# scope: package
# title: A binding of a policy that is there
# description: |
#   Summary: a binding that names no policy does nothing.
#   Warns: ValidatingAdmissionPolicyBinding or MutatingAdmissionPolicyBinding whose spec.policyName no policy of its kind has, neither in the cluster nor among
#     the manifests. It is no denial: where policies without bindings are denied (vap.bound), bindings come first.
#   Allows: a binding whose policy is there.
#   Versions: since 1.26 for validating, since 1.32 for mutating policies.
# custom:
#   control: vap.binding-has-policy
#   severity: advisory
#   kubernetes_from: "1.26"
#   guidance: F08
#   articles: ["S26A #10", "S26C #10"]
#   cel: "the API server never puts policies and their bindings to a policy"
package vap.binding_has_policy

import data.lib
import data.lib.policies

# METADATA
# title: There is no such policy
# custom: {control: vap.binding-has-policy}
warn contains msg if {
	policies.policies_of(policies.binding) == set()
	kind := trim_suffix(policies.binding.kind, "Binding")
	msg := sprintf("binding does nothing (there is no %s \"%s\")", [kind, lib.get(policies.binding, ["spec", "policyName"], "")])
}
