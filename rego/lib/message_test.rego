package lib_test

import data.lib

test_plural_follows_the_count if {
	lib.plural("uses", "use", 1) == "uses"
	lib.plural("uses", "use", 2) == "use"
	lib.plural("uses", "use", 0) == "use"
}

test_quoted_items_are_joined if {
	lib.quoted(["a"]) == `"a"`
	lib.quoted(["b", "a"]) == `"b", "a"`
}

test_containers_are_named if {
	lib.containers_named(["a"]) == `container "a"`
	lib.containers_named(["a", "b"]) == `containers "a", "b"`
}

test_setters_are_the_pod_then_the_containers if {
	lib.setters(["Unconfined"], []) == "pod"
	lib.setters([], ["a"]) == `container "a"`
	lib.setters([""], ["a", "b"]) == `pod and containers "a", "b"`
}
