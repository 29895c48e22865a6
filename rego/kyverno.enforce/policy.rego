# METADATA
# scope: package
# title: Kyverno's policies enforce
# description: |
#   Summary: a policy of Kyverno that validates denies what violates it, and does not merely report.
#   Denies: nothing.
#   Warns: a ClusterPolicy or Policy with a rule that validates, or verifies images, and audits at least in some namespaces: by its
#     failureAction, else by validationFailureAction of the policy, whose default is Audit, or by an override of either. A ValidatingPolicy or
#     ImageValidatingPolicy, in a namespace or not, whose validationActions lack Deny.
#   Allows: Enforce and enforce; validationActions with Deny, and none, which are Deny; rules that only mutate or generate.
# custom:
#   control: kyverno.enforce
#   severity: medium
#   kubernetes_from: "1.16"
#   guidance: F16
#   articles: ["S26A #17", "S26C #17"]
package kyverno.enforce

import data.lib
import data.lib.kyverno

# METADATA
# title: Rules of the policy audit
# custom: {control: kyverno.enforce}
warn contains msg if {
	names := [lib.get(rule, ["name"], "") | some rule in kyverno.rules; checks(rule); audits(rule)]
	count(names) > 0
	msg := sprintf("policy does not enforce (%s %s may audit)", [lib.plural("rule", "rules", count(names)), lib.quoted(names)])
}

# METADATA
# title: The policy's actions lack Deny
# custom: {control: kyverno.enforce}
warn contains msg if {
	policy := kyverno.typed_policy({"ValidatingPolicy", "ImageValidatingPolicy"})
	actions := lib.get(policy, ["spec", "validationActions"], [])
	count(actions) > 0
	not "Deny" in actions
	msg := sprintf("policy does not enforce (validationActions is %s)", [lib.quoted(actions)])
}

# METADATA
# title: The rule may object to something
checks(rule) if validates(rule)

checks(rule) if count(images(rule)) > 0

# METADATA
# title: The rule validates
validates(rule) if lib.get(rule, ["validate"], {}) != {}

# METADATA
# title: What the rule says of images
images(rule) := lib.get(rule, ["verifyImages"], [])

# METADATA
# title: What violates the rule may pass somewhere
audits(rule) if override_audits(lib.get(rule, ["validate", "failureActionOverrides"], []))

audits(rule) if {
	own_action(rule) != ""
	not enforces(own_action(rule))
}

audits(rule) if {
	own_action(rule) == ""
	policy_audits
}

# METADATA
# title: The action that the rule itself has, empty where it has none; of those for images one that enforces is enough
own_action(rule) := lib.get(rule, ["validate", "failureAction"], "") if {
	validates(rule)
} else := "Enforce" if {
	some action in image_actions(rule)
	enforces(action)
} else := "Audit" if {
	count(image_actions(rule)) > 0
} else := ""

# METADATA
# title: The actions that the rule has for images
image_actions(rule) := {action |
	some image in images(rule)
	action := lib.get(image, ["failureAction"], "")
	action != ""
}

# METADATA
# title: Rules without an action of their own may audit
policy_audits if not enforces(lib.get(kyverno.policy, ["spec", "validationFailureAction"], ""))

policy_audits if override_audits(lib.get(kyverno.policy, ["spec", "validationFailureActionOverrides"], []))

# METADATA
# title: The action denies
enforces(action) if action in {"Enforce", "enforce"}

# METADATA
# title: Some override lets pass
override_audits(overrides) if {
	some override in overrides
	lib.get(override, ["action"], "") in {"Audit", "audit"}
}
