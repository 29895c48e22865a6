# METADATA
# scope: package
# title: Selectors of labels
# description: Requirements are objects {key, operator, values} with a set of values, as lib.policies.requirements has them.
package lib.selector

# METADATA
# title: The keys at which requirements contradict each other, so that no labels meet them, sorted
contradictions(requirements) := sort({key |
	some key in {one.key | some one in requirements}
	of_key := [one | some one in requirements; one.key == key]
	is_contradiction({one.operator | some one in of_key}, possible(of_key))
})

# METADATA
# title: The values that are possible for a key; only where there is an In
possible(requirements) := intersection({one.values | some one in requirements; one.operator == "In"}) - union({one.values |
	some one in requirements
	one.operator == "NotIn"
})

# METADATA
# title: The label must be there and must not, or no value is left for it
is_contradiction(operators, _) if {
	"DoesNotExist" in operators
	count(operators & {"Exists", "In"}) > 0
}

is_contradiction(operators, values) if {
	"In" in operators
	values == set()
}
