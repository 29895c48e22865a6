# METADATA
# scope: package
# title: Kyverno's own objects
package lib.kyverno

import data.lib

# METADATA
# title: The ClusterPolicy or Policy under judgement; undefined for everything else
policy := lib.resource if {
	lib.group == "kyverno.io"
	lib.resource.kind in {"ClusterPolicy", "Policy"}
	whole
}

# METADATA
# title: The policy in CEL under judgement that is of one of these kinds, in a namespace or not; undefined for everything else
typed_policy(kinds) := lib.resource if {
	lib.group == "policies.kyverno.io"
	trim_prefix(lib.resource.kind, "Namespaced") in kinds
	whole
}

# METADATA
# title: The PolicyException under judgement, of policies of either group; undefined for everything else
exception := lib.resource if {
	lib.group in {"kyverno.io", "policies.kyverno.io"}
	lib.resource.kind == "PolicyException"
	whole
}

# METADATA
# title: The rules of the ClusterPolicy or Policy
rules := lib.get(policy, ["spec", "rules"], [])

# METADATA
# title: The request is about the object as a whole, not about its status
whole if lib.get(lib.request, ["subResource"], "") == ""
