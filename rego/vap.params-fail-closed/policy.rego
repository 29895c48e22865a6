# METADATA
# scope: package
# title: No policy without its params
# description: |
#   Summary: where the params of a policy are missing, requests are denied, not passed over or judged without them.
#   Denies: ValidatingAdmissionPolicyBinding whose spec.paramRef has a parameterNotFoundAction other than Deny; a binding without paramRef of a policy with
#     paramKind, as well as such a policy: its params are null then.
#   Allows: parameterNotFoundAction Deny; neither paramRef nor paramKind. A policy that is not in the cluster, nor among the manifests, counts as one without paramKind.
#   Versions: parameterNotFoundAction is there since 1.28. The API server refuses a paramRef without it.
# custom:
#   control: vap.params-fail-closed
#   severity: medium
#   kubernetes_from: "1.28"
#   guidance: F08
#   articles: ["S26A #10", "S26C #10"]
#   cel: "the API server never puts policies and their bindings to a policy"
package vap.params_fail_closed

import data.lib
import data.lib.policies

# METADATA
# title: Requests are let in where params are missing
# custom: {control: vap.params-fail-closed}
deny contains msg if {
	reference := lib.get(policies.validating_binding, ["spec", "paramRef"], null)
	reference != null
	action := lib.get(reference, ["parameterNotFoundAction"], "")
	action != "Deny"
	msg := sprintf("parameterNotFoundAction is not Deny (\"%v\")", [action])
}

# METADATA
# title: The binding refers to no params, which its policy has
# custom: {control: vap.params-fail-closed}
deny contains msg if {
	not refers(policies.validating_binding)
	names := policies.names({policy | some policy in policies.policies_of(policies.validating_binding); takes_params(policy)})
	count(names) > 0
	msg := sprintf("params are null (policy %s has paramKind, the binding no paramRef)", [lib.quoted(names)])
}

# METADATA
# title: The policy has params, to which its bindings do not refer
# custom: {control: vap.params-fail-closed}
deny contains msg if {
	takes_params(policies.validating)
	names := policies.names({binding | some binding in policies.bindings_of(policies.validating); not refers(binding)})
	count(names) > 0
	msg := sprintf("params are null (the policy has paramKind, %s %s no paramRef)", [lib.plural("binding", "bindings", count(names)), lib.quoted(names)])
}

# METADATA
# title: The binding refers to params
refers(binding) if lib.get(binding, ["spec", "paramRef"], null) != null

# METADATA
# title: The policy takes params
takes_params(policy) if lib.get(policy, ["spec", "paramKind"], null) != null
