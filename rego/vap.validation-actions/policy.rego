# METADATA
# scope: package
# title: A binding that denies
# description: |
#   Summary: what a policy finds has consequences, and none that the API server would refuse.
#   Denies: ValidatingAdmissionPolicyBinding without spec.validationActions, with an action twice, and with Deny as well as Warn.
#   Warns: one that leaves out an action of `require`, as with Warn or Audit alone.
#   Allows: Deny, Deny with Audit; Audit alone where `require` is Audit.
#   Parameters: require (Deny; a list of Deny, Warn, Audit).
#   Versions: validationActions are there since 1.27. The API server refuses what is denied here; what is judged are manifests that it has not seen.
# custom:
#   control: vap.validation-actions
#   severity: high
#   kubernetes_from: "1.27"
#   guidance: F08
#   articles: ["S26A #10", "S26C #10"]
#   cel: "the API server never puts policies and their bindings to a policy"
package vap.validation_actions

import data.lib.params
import data.lib.policies
import data.lib.validation_actions

# METADATA
# title: The params cannot be used
# custom: {control: vap.validation-actions}
deny contains params.invalid(validation_actions.bad_require) if policies.validating_binding

# METADATA
# title: There are no actions
# custom: {control: vap.validation-actions}
deny contains "validationActions are missing" if actions == []

# METADATA
# title: An action is there twice
# custom: {control: vap.validation-actions}
deny contains msg if {
	twice := sort({action | some action in actions; count([true | some other in actions; other == action]) > 1})
	count(twice) > 0
	msg := sprintf("validationActions are there twice (%s)", [concat(", ", twice)])
}

# METADATA
# title: Actions say the same twice
# custom: {control: vap.validation-actions}
deny contains "validationActions contradict each other (Deny, Warn)" if {
	"Deny" in actions
	"Warn" in actions
}

# METADATA
# title: Actions leave out what is required
# custom: {control: vap.validation-actions}
warn contains msg if {
	count(actions) > 0
	count(validation_actions.bad_require) == 0
	missing := validation_actions.missing(policies.validating_binding)
	count(missing) > 0
	msg := sprintf("validationActions do not contain %s (%s)", [concat(", ", missing), concat(", ", actions)])
}

# METADATA
# title: What the binding does where validations fail
actions := validation_actions.of(policies.validating_binding)
