package lib.params_test

import data.lib
import data.lib.params

asked(values) := {"request": {"object": {"apiVersion": "v1", "kind": "Pod"}}, "parameters": values}

test_text_is_what_is_set_or_the_fallback if {
	params.text("a", "b") == "c" with input as asked({"a": "c"})
	params.text("a", "b") == "" with input as asked({"a": ""})
	params.text("a", "b") == "b" with input as asked({"a": null})
	params.text("a", "b") == "b" with input as asked({})
	params.text("a", "b") == "true" with input as asked({"a": true})
}

test_a_list_keeps_its_order_and_nothing_empty if {
	params.list("a", "") == ["z", "b"] with input as asked({"a": " z,, b ,"})
	params.list("a", "x,y") == ["x", "y"] with input as asked({})
	params.list("a", "x,y") == [] with input as asked({"a": ""})
}

test_a_number_is_whole_and_not_negative if {
	params.number("a", "7") == 7 with input as asked({})
	params.number("a", "7") == 0 with input as asked({"a": "0"})
	params.number("a", "7") == 4294967296 with input as asked({"a": 4294967296})
	every value in ["-1", "01", "1.5", "", "x", "12345678901", "1e3"] {
		not params.number("a", "7") with input as asked({"a": value})
		params.bad_numbers({"a": "7"}) == [sprintf("a must be a whole number, is \"%s\"", [value])] with input as asked({"a": value})
	}
	params.bad_numbers({"a": "7"}) == [] with input as asked({"a": "0"})
}

test_the_cluster_version_is_its_minor if {
	params.cluster_version == lib.latest_minor with input as asked({})
	params.cluster_version == lib.latest_minor with input as asked({"clusterVersion": "latest"})
	params.cluster_version == 30 with input as asked({"clusterVersion": "v1.30"})
	params.bad_cluster_version == [] with input as asked({"clusterVersion": "v1.0"})
}

test_an_invalid_cluster_version_is_told if {
	every value in ["1.30", "v1.030", "v2.0", "v1.30.1", "", "Latest"] {
		not params.cluster_version with input as asked({"clusterVersion": value})
		wanted := [sprintf("clusterVersion must be \"latest\" or \"v1.x\", is \"%s\"", [value])]
		params.bad_cluster_version == wanted with input as asked({"clusterVersion": value})
	}
}

test_booleans_are_true_or_false if {
	params.bad_booleans({"a": "false", "b": "true"}) == [] with input as asked({"a": "true", "b": false})
	params.bad_booleans({"a": "false"}) == [`a must be "true" or "false", is "yes"`] with input as asked({"a": "yes"})
}

test_problems_make_one_message if {
	params.invalid(["a", "b"]) == "invalid params (a; b)"
	not params.invalid([])
}
