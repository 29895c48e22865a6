package lib.component_test

import data.lib.component

pod(container) := {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "kube-system"},
	"spec": {"containers": [container]},
}

found if component.containers("kube-apiserver") != []

test_a_component_is_told_by_the_containers_name if {
	component.containers("kube-apiserver") == [{"name": "kube-apiserver"}] with input as pod({"name": "kube-apiserver"})
	not found with input as pod({"name": "kube-apiserver-x"})
	not found with input as pod({"name": "x-kube-apiserver"})
}

test_a_component_is_told_by_its_command if {
	found with input as pod({"name": "a", "command": ["kube-apiserver", "--a"]})
	found with input as pod({"name": "a", "command": ["/usr/bin/kube-apiserver"]})
	not found with input as pod({"name": "a", "command": ["/kube-apiserver/run"]})
	not found with input as pod({"name": "a", "command": ["my-kube-apiserver"]})
	not found with input as pod({"name": "a", "command": ["sh", "kube-apiserver"]})
	not found with input as pod({"name": "a", "command": [], "args": ["kube-apiserver"]})
}

test_only_pods_of_kube_system_are_components if {
	named := pod({"name": "kube-apiserver"})
	found with input as {"request": {"object": object.union(named, {"metadata": {"namespace": "a"}}), "namespace": "kube-system"}}
	not found with input as {"request": {"object": named, "namespace": "team-a"}}
	not found with input as {"request": {"object": named, "namespace": "kube-system", "subResource": "status"}}
	not found with input as object.union(named, {"metadata": {"namespace": "team-a"}})
	not found with input as object.union(named, {"kind": "PodTemplate"})
	not found with input as object.union(named, {"apiVersion": "shop.example/v1"})
	not found with input as object.union(named, {"metadata": null})
}

test_values_follow_a_sign_or_are_the_next_argument if {
	component.values({"command": ["x", "--a-b=1"], "args": ["--a-b", "2", "--a-b=", "--c=3"]}, "a-b") == ["1", "2", ""]
	component.values({"args": ["--a_b=1", "--a-b"]}, "a-b") == ["1", ""]
	component.values({"args": ["--a=--a=1", "--a", "--a=2", "--a=3"]}, "a") == ["--a=1", "--a=2", "3"]
	component.values({"args": ["a-b=1", "-a-b=1", "--a-bc=1", "--A-b=1", "x--a-b=1"]}, "a-b") == []
	component.values({"command": null}, "a") == []
}

test_a_line_break_is_a_space if component.values({"args": ["--a=1\n--a=2"]}, "a") == ["1 --a=2"]

test_a_switch_alone_is_true if {
	component.switches({"args": ["--a", "false", "--a=false", "--a=", "--a_b"]}, "a") == ["true", "false", ""]
	component.switches({"args": ["--a_b", "--a-bc", "--a-b false"]}, "a-b") == ["true"]
	component.switches({}, "a") == []
}
