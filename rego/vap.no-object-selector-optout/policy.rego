# METADATA
# scope: package
# title: No label by which an object leaves a policy
# description: |
#   Summary: whoever writes an object writes its labels, so a policy does not choose its objects by them.
#   Denies: ValidatingAdmissionPolicy or ValidatingAdmissionPolicyBinding whose objectSelector names a label that is not among `allowed`: what must not be there
#     (DoesNotExist, NotIn) can be added, what must be there can be left out.
#   Allows: no objectSelector, an empty one, and labels of `allowed`.
#   Parameters: allowed (none; a list of label keys).
#   Versions: since 1.26. On UPDATE it is enough that the old or the new object is selected.
# custom:
#   control: vap.no-object-selector-optout
#   severity: medium
#   kubernetes_from: "1.26"
#   guidance: F08
#   articles: ["S26A #10", "S26C #10"]
#   cel: "the API server never puts policies and their bindings to a policy"
package vap.no_object_selector_optout

import data.lib
import data.lib.params
import data.lib.policies

# METADATA
# title: Labels of objects say whether the policy is for them
# custom: {control: vap.no-object-selector-optout}
deny contains msg if {
	keys := sort({key |
		some one in policies.requirements(subject, "objectSelector")
		key := one.key
		not key in params.list("allowed", "")
	})
	count(keys) > 0
	msg := sprintf("objectSelector lets objects decide (%s %s)", [lib.plural("label", "labels", count(keys)), lib.quoted(keys)])
}

# METADATA
# title: The policy or binding under judgement; undefined for everything else
subject := policies.validating

subject := policies.validating_binding
