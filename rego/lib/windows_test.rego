package lib_test

import data.lib

with_spec(spec) := object.union(pod, {"spec": spec})

test_a_pod_is_windows_by_its_os if lib.windows with input as with_spec({"os": {"name": "windows"}})

test_nothing_else_makes_a_pod_windows if {
	not lib.windows with input as with_spec({"os": {"name": "linux"}})
	not lib.windows with input as with_spec({"os": {"name": "Windows"}})
	not lib.windows with input as with_spec({"os": {"name": null}})
	not lib.windows with input as with_spec({"os": null, "nodeSelector": {"kubernetes.io/os": "windows"}})
	not lib.windows with input as with_spec({"runtimeClassName": "windows"})
}
