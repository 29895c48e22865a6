package lib.namespace_labels_test

import data.lib.namespace_labels as psa

namespace(labels) := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "team-a", "labels": labels}}

enforce := {"pod-security.kubernetes.io/enforce": "baseline"}

test_labels_are_read_without_prefix if {
	psa.current == {"enforce": "baseline"} with input as namespace(object.union(enforce, {"team": "a", "enforce": "restricted"}))
}

test_a_null_label_is_empty_as_the_api_server_reads_it if {
	psa.current == {"warn": ""} with input as namespace({"pod-security.kubernetes.io/warn": null})
}

test_labels_null_or_missing_are_none if {
	psa.current == {} with input as namespace(null)
	psa.current == {} with input as {"apiVersion": "v1", "kind": "Namespace"}
}

test_previous_labels_come_from_the_old_object if {
	psa.previous == {"enforce": "baseline"} with input as {"request": {"object": namespace({}), "oldObject": namespace(enforce)}}
	psa.previous == {"enforce": "baseline"} with input as {"review": {"object": namespace({}), "oldObject": namespace(enforce)}}
}

test_a_new_namespace_has_no_previous_labels if {
	not psa.previous with input as {"request": {"object": namespace({}), "oldObject": null}}
	not psa.previous with input as namespace({})
}

test_other_kinds_and_subresources_have_no_labels if {
	not psa.current with input as object.union(namespace(enforce), {"kind": "Pod"})
	not psa.current with input as object.union(namespace(enforce), {"apiVersion": "shop.example/v1"})
	not psa.current with input as {"request": {"subResource": "status", "object": namespace(enforce)}}
}

test_an_invalid_level_is_enforced_as_restricted if psa.enforced({"enforce": "Baseline"}) == "restricted" with input as namespace({})

test_an_absent_level_is_the_cluster_default if {
	psa.enforced({}) == "privileged" with input as namespace({})
	psa.enforced({}) == "baseline" with input as {"request": {}, "parameters": {"clusterDefault": "baseline"}}
}

test_an_invalid_or_absent_version_is_latest if {
	psa.version({}, "warn") == "latest"
	psa.version({"warn-version": "1.30"}, "warn") == "latest"
	psa.version({"warn-version": "v1.30"}, "warn") == "v1.30"
}

test_versions_are_latest_or_a_minor_of_1 if {
	every text in ["latest", "v1.0", "v1.9", "v1.10", "v1.9223372036854775807"] {
		psa.is_version(text)
	}
	every text in ["", "1.26", "v1.05", "v1.026", "v2.0", "v1.26.1", "v1.", "V1.26", "Latest", "v1.9223372036854775808"] {
		not psa.is_version(text)
	}
}

test_versions_are_ordered_as_numbers if {
	psa.older("v1.9", "v1.10")
	psa.older("v1.29", "v1.30")
	psa.older("v1.30", "latest")
	not psa.older("v1.10", "v1.9")
	not psa.older("v1.30", "v1.30")
	not psa.older("latest", "v1.30")
	not psa.older("latest", "latest")
}

test_a_list_is_separated_by_commas if {
	psa.list("users", "") == {"ann", "bob"} with input as {"request": {}, "parameters": {"users": "ann, bob,"}}
	psa.list("users", "ann") == {"ann"} with input as {"request": {}, "parameters": {"users": null}}
	psa.list("users", "ann") == set() with input as {"request": {}, "parameters": {"users": ""}}
}

test_bad_settings_are_told if {
	settings := {"request": {}, "parameters": {"level": "strict", "version": "latest", "flag": "yes"}}
	psa.bad_levels({"level": "baseline"}) == [`level must be "privileged", "baseline" or "restricted", is "strict"`] with input as settings
	psa.bad_versions({"version": "v1.25"}) == [`version must be "v1.x", is "latest"`] with input as settings
	psa.bad_booleans({"flag": "false"}) == [`flag must be "true" or "false", is "yes"`] with input as settings
}

test_good_settings_and_fallbacks_are_not_told if {
	settings := {"request": {}, "parameters": {"level": "baseline", "version": "v1.30", "flag": true}}
	psa.bad_levels({"level": "privileged", "other": "restricted"}) == [] with input as settings
	psa.bad_versions({"version": "v1.25"}) == [] with input as settings
	psa.bad_booleans({"flag": "false"}) == [] with input as settings
}
