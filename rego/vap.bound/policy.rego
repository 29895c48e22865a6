# METADATA
# scope: package
# title: A policy that is bound
# description: |
#   Summary: a ValidatingAdmissionPolicy without a binding does nothing.
#   Denies: ValidatingAdmissionPolicy that no ValidatingAdmissionPolicyBinding in the cluster, or among the manifests, names.
#   Warns: one whose bindings all leave out an action of `require`: bound with Audit alone, it denies nothing.
#   Allows: a policy of which one binding has all of `require`. The bindings of MutatingAdmissionPolicies have no actions; those policies are not judged.
#   Parameters: require (Deny; a list of Deny, Warn, Audit).
#   Versions: validationActions are there since 1.27; the alpha of 1.26 denied always.
# custom:
#   control: vap.bound
#   severity: high
#   kubernetes_from: "1.26"
#   guidance: F08
#   articles: ["S26A #10", "S26C #10"]
#   cel: "the API server never puts policies and their bindings to a policy"
package vap.bound

import data.lib
import data.lib.params
import data.lib.policies
import data.lib.validation_actions

# METADATA
# title: The params cannot be used
# custom: {control: vap.bound}
deny contains params.invalid(validation_actions.bad_require) if policies.validating

# METADATA
# title: No binding names the policy
# custom: {control: vap.bound}
deny contains msg if {
	bindings == set()
	msg := sprintf("policy is not bound (no ValidatingAdmissionPolicyBinding names \"%s\")", [policies.name(policies.validating)])
}

# METADATA
# title: Bindings leave out what is required
# custom: {control: vap.bound}
warn contains msg if {
	bindings != set()
	count(validation_actions.bad_require) == 0
	every binding in bindings {
		validation_actions.missing(binding) != []
	}
	named := sprintf("%s %s", [lib.plural("binding", "bindings", count(bindings)), lib.quoted(policies.names(bindings))])
	msg := sprintf("policy is bound without %s (%s)", [concat(", ", validation_actions.require), named])
}

# METADATA
# title: The bindings of the policy
bindings := policies.bindings_of(policies.validating)
