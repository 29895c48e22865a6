package lib.windows_options_test

import data.lib.windows_options as windows

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

options(value) := {"securityContext": {"windowsOptions": value}}

test_a_container_is_host_process_by_itself_or_else_by_its_pod if {
	windows.host_process(options({})) with input as pod(options({"hostProcess": true}))
	windows.host_process(options({"hostProcess": true})) with input as pod(options({"hostProcess": false}))
	not windows.host_process(options({"hostProcess": false})) with input as pod(options({"hostProcess": true}))
	not windows.host_process({}) with input as pod({"securityContext": null})
}

test_host_processes_are_of_all_lists if {
	windows.host_processes == [
		{"list": "initContainers", "index": 0, "container": options({"hostProcess": true})},
		{"list": "ephemeralContainers", "index": 0, "container": options({"hostProcess": true})},
	] with input as pod({
		"initContainers": [options({"hostProcess": true})],
		"containers": [options({})],
		"ephemeralContainers": [options({"hostProcess": true})],
	})
}

test_a_user_is_the_containers_or_else_the_pods if {
	windows.user(options({"runAsUserName": "ann"})) == "ann" with input as pod(options({"runAsUserName": "bob"}))
	windows.user(options({"runAsUserName": null})) == "bob" with input as pod(options({"runAsUserName": "bob"}))
	windows.user({}) == "" with input as pod({})
}

test_lower_changes_the_letters_of_ascii_alone if {
	windows.lower("NT AUTHORITY\\System_1") == "nt authority\\system_1"
	windows.lower("\u212a\u0130") == "\u212a\u0130"
}
