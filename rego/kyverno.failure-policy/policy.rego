# METADATA
# scope: package
# title: Kyverno's policies fail closed
# description: |
#   Summary: what Kyverno cannot judge by a policy does not pass unjudged.
#   Denies: failurePolicy Ignore of a ClusterPolicy or Policy, in webhookConfiguration, which counts first, or in spec, and of a ValidatingPolicy,
#     ImageValidatingPolicy or MutatingPolicy, in a namespace or not.
#   Allows: Fail, and none, which is Fail.
# custom:
#   control: kyverno.failure-policy
#   severity: high
#   kubernetes_from: "1.16"
#   guidance: F16
#   articles: ["S26A #17", "S26C #17"]
package kyverno.failure_policy

import data.lib
import data.lib.kyverno

# METADATA
# title: The policy fails open
# custom: {control: kyverno.failure-policy}
deny contains `policy fails open (failurePolicy is "Ignore")` if failure_policy == "Ignore"

# METADATA
# title: What is done when the policy cannot be asked; undefined for everything else
failure_policy := lib.get(
	kyverno.policy, ["spec", "webhookConfiguration", "failurePolicy"],
	lib.get(kyverno.policy, ["spec", "failurePolicy"], "Fail"),
)

failure_policy := lib.get(policy, ["spec", "failurePolicy"], "Fail") if {
	policy := kyverno.typed_policy({"ValidatingPolicy", "ImageValidatingPolicy", "MutatingPolicy"})
}
