# METADATA
# scope: package
# title: Namespaces that a policy leaves out are listed
# description: |
#   Summary: a policy is for all namespaces but those that are known to be left out.
#   Denies: ValidatingAdmissionPolicy or ValidatingAdmissionPolicyBinding whose namespaceSelector leaves out a namespace by its name that is not among `allowed`
#     (kubernetes.io/metadata.name NotIn), leaves out all but some (In, matchLabels, DoesNotExist), or chooses by another label, which anyone may
#     set who may change the namespace.
#   Allows: no namespaceSelector, an empty one; NotIn of `allowed`. matchConditions and excludeResourceRules are not looked at.
#   Parameters: allowed (kube-system; a list of names of namespaces).
#   Versions: since 1.26. Namespaces have their name as a label since 1.21. Whatever is in no namespace is not left out by it, but for Namespaces themselves.
# custom:
#   control: vap.namespace-exempt-list
#   severity: medium
#   kubernetes_from: "1.26"
#   guidance: F08
#   articles: ["S26A #10", "S26C #10"]
#   cel: "the API server never puts policies and their bindings to a policy"
package vap.namespace_exempt_list

import data.lib
import data.lib.params
import data.lib.policies

# METADATA
# title: Namespaces are left out that may not be
# custom: {control: vap.namespace-exempt-list}
deny contains msg if {
	problems := array.concat(array.concat(named, others), by_label)
	count(problems) > 0
	msg := sprintf("namespaceSelector leaves out namespaces (%s)", [concat("; ", problems)])
}

# METADATA
# title: Namespaces that are left out by name and may not be
named := [lib.quoted(names) |
	names := sort({name |
		some one in requirements
		[one.key, one.operator] == [name_label, "NotIn"]
		some name in one.values
		not name in params.list("allowed", "kube-system")
	})
	count(names) > 0
]

# METADATA
# title: What is said so that all others are left out
others := [problem |
	some one in requirements
	one.key == name_label
	problem := {"In": sprintf("all but %s", [lib.quoted(sort(one.values))]), "DoesNotExist": "all"}[one.operator]
]

# METADATA
# title: Labels by which namespaces are chosen other than their name
by_label := [sprintf("by %s %s", [lib.plural("label", "labels", count(keys)), lib.quoted(keys)]) |
	keys := sort({one.key | some one in requirements; one.key != name_label})
	count(keys) > 0
]

# METADATA
# title: What the selector requires of the labels of namespaces
requirements := policies.requirements(subject, "namespaceSelector")

# METADATA
# title: The label that is a namespace's name, which nobody can change
name_label := "kubernetes.io/metadata.name"

# METADATA
# title: The policy or binding under judgement; undefined for everything else
subject := policies.validating

subject := policies.validating_binding
