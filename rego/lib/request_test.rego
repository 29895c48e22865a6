package lib_test

import data.lib

pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": {"hostPID": true}}

test_get_finds_a_value if lib.get({"a": {"b": 1}}, ["a", "b"], 0) == 1

test_get_keeps_false_and_zero if {
	lib.get({"a": false}, ["a"], true) == false
	lib.get({"a": 0}, ["a"], 1) == 0
}

test_get_falls_back_where_the_key_is_missing if lib.get({}, ["a", "b"], 0) == 0

test_get_falls_back_where_the_value_is_null if lib.get({"a": {"b": null}}, ["a", "b"], 0) == 0

test_get_falls_back_where_a_parent_is_null if lib.get({"a": null}, ["a", "b"], 0) == 0

test_get_falls_back_where_a_parent_is_no_object if lib.get({"a": "text"}, ["a", "b"], 0) == 0

test_get_falls_back_where_the_whole_is_no_object if {
	lib.get(null, ["a"], 0) == 0
	lib.get("text", ["a"], 0) == 0
}

test_three_shapes_give_one_resource if {
	lib.resource == pod with input as pod
	lib.resource == pod with input as {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {"object": pod}}
	lib.resource == pod with input as {"review": {"object": pod}}
}

test_a_field_named_like_a_shape_hides_nothing if {
	lib.resource.spec == pod.spec with input as object.union(pod, {"request": {"object": {}}})
	lib.resource.spec == pod.spec with input as object.union(pod, {"review": {"object": {}}})
}

test_a_plain_object_has_no_parameters_of_its_own if {
	lib.parameters == {} with input as object.union(pod, {"parameters": {"policyVersion": "v1.0"}})
}

test_a_plain_object_is_created if lib.request.operation == "CREATE" with input as pod

test_parameters_are_read_beside_the_request if {
	lib.parameters == {"a": 1} with input as {"request": {"object": pod}, "parameters": {"a": 1}}
	lib.parameters == {"a": 1} with input as {"review": {"object": pod}, "parameters": {"a": 1}}
}

test_parameters_null_or_missing_are_empty if {
	lib.parameters == {} with input as {"request": {"object": pod}}
	lib.parameters == {} with input as {"request": {"object": pod}, "parameters": null}
}

test_a_deleted_object_is_no_resource if {
	deletion := {"request": {"operation": "DELETE", "object": null, "oldObject": pod}}
	not lib.resource with input as deletion
	lib.old_resource == pod with input as deletion
}

test_a_created_object_has_no_old_resource if {
	not lib.old_resource with input as {"request": {"object": pod, "oldObject": null}}
}

test_the_group_is_read_from_the_api_version if {
	lib.group == "" with input as pod
	lib.group == "apps" with input as {"apiVersion": "apps/v1", "kind": "Deployment"}
}
