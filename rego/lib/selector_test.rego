package lib.selector_test

import data.lib.selector

one(key, operator, values) := {"key": key, "operator": operator, "values": values}

test_requirements_contradict_each_other if {
	every pair in [
		[one("a", "Exists", set()), one("a", "DoesNotExist", set())],
		[one("a", "In", {"x"}), one("a", "DoesNotExist", set())],
		[one("a", "In", {"x"}), one("a", "NotIn", {"x", "y"})],
		[one("a", "In", {"x"}), one("a", "In", {"y"})],
	] {
		selector.contradictions(pair) == ["a"]
		selector.contradictions(array.concat(pair, [one("b", "Exists", set())])) == ["a"]
	}
	selector.contradictions([one("b", "In", set()), one("a", "In", set())]) == ["a", "b"]
}

test_requirements_can_be_met if {
	selector.contradictions([]) == []
	every pair in [
		[one("a", "Exists", set()), one("b", "DoesNotExist", set())],
		[one("a", "In", {"x", "y"}), one("a", "NotIn", {"x"})],
		[one("a", "In", {"x", "y"}), one("a", "In", {"y", "z"})],
		[one("a", "Exists", set()), one("a", "NotIn", {"x"})],
		[one("a", "DoesNotExist", set()), one("a", "NotIn", {"x"})],
	] {
		selector.contradictions(pair) == []
	}
}
