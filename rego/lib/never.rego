# METADATA
# scope: package
# title: Why no request matches a policy or a binding
# description: Each function lists its reasons as texts, none where there may be such requests.
package lib.never

import data.lib
import data.lib.dead_rules
import data.lib.policies
import data.lib.rules
import data.lib.selector

# METADATA
# title: Why no request matches a policy or a binding by what it says itself
alone(object) := array.concat(
	array.concat(all_dead(object), false_conditions(object)),
	array.concat(
		contradiction("objectSelector", policies.requirements(object, "objectSelector")),
		[reason |
			is_namespaced(object)
			some reason in contradiction("namespaceSelector", policies.requirements(object, "namespaceSelector"))
		],
	),
)

# METADATA
# title: Why no request matches a policy together with a binding of it
together(policy, binding) := array.concat(
	array.concat(
		["their resourceRules have nothing in common" | not have_common_rules(policy, binding)],
		["excludeResourceRules leave out the other's resourceRules" | exclude_all(policy, binding)],
	),
	[reason |
		is_any_namespaced([policy, binding])
		some reason in contradiction("namespaceSelectors", array.concat(
			policies.requirements(policy, "namespaceSelector"),
			policies.requirements(binding, "namespaceSelector"),
		))
	],
)

# METADATA
# title: All rules are for nothing
all_dead(object) := dead if {
	dead := dead_rules.of(policies.rules(object), policies.excluding(object))
	count(dead) == count(policies.rules(object))
} else := []

# METADATA
# title: Conditions that are the literal false
false_conditions(object) := [sprintf("matchCondition \"%s\" is false", [lib.get(condition, ["name"], "")]) |
	some condition in lib.get(object, ["spec", "matchConditions"], [])
	trim_space(lib.get(condition, ["expression"], "")) == "false"
]

# METADATA
# title: The selectors of this name contradict themselves
contradiction(name, requirements) := [sprintf("%s: no labels meet what is said of %s", [name, lib.quoted(keys)]) |
	keys := selector.contradictions(requirements)
	count(keys) > 0
]

# METADATA
# title: There are rules, all of them only for what a namespaceSelector chooses
is_namespaced(object) if {
	count(policies.rules(object)) > 0
	every rule in policies.rules(object) {
		dead_rules.is_namespaced(rule)
	}
}

# METADATA
# title: One of them is only for what a namespaceSelector chooses
is_any_namespaced(objects) if {
	some object in objects
	is_namespaced(object)
}

# METADATA
# title: The binding has no rules, or one has requests in common with one of the policy
have_common_rules(_, binding) if policies.rules(binding) == []

have_common_rules(policy, binding) if {
	some one in policies.rules(policy)
	some other in policies.rules(binding)
	rules.overlap(one, other, has_equivalents(policy, binding))
}

# METADATA
# title: All rules of one are left out by the other
exclude_all(policy, binding) if leaves_out_all(policy, binding)

exclude_all(policy, binding) if leaves_out_all(binding, policy)

# METADATA
# title: There are rules, each of which the other leaves out as a whole
leaves_out_all(other, object) if {
	count(policies.rules(object)) > 0
	every rule in policies.rules(object) {
		some excluding in policies.excluding(other)
		rules.covers(excluding, rule)
	}
}

# METADATA
# title: The policy or the binding is for equivalents of what its rules name
has_equivalents(policy, binding) := false if {
	lib.get(policies.match(policy), ["matchPolicy"], "Equivalent") == "Exact"
	lib.get(policies.match(binding), ["matchPolicy"], "Equivalent") == "Exact"
} else := true
