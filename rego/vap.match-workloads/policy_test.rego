package vap.match_workloads_test

import data.vap.match_workloads as policy

rule(group, resources) := {"apiGroups": [group], "apiVersions": ["v1"], "operations": ["CREATE", "UPDATE"], "resources": resources}

of(rules) := {
	"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy", "metadata": {"name": "a"},
	"spec": {"matchConstraints": {"resourceRules": rules}},
}

for_kinds(kinds, rules) := {"request": {"object": of(rules)}, "parameters": {"kinds": kinds}}

unseen(kinds) := {sprintf("workloads are not seen (pods are matched, %s not)", [kinds])}

test_warn_of_policies_for_pods_alone if {
	policy.warn == unseen("deployments, replicasets, statefulsets, daemonsets, jobs, cronjobs") with input as of([rule("", ["pods"])])
	policy.warn == unseen("jobs, cronjobs") with input as of([rule("", ["pods"]), rule("apps", ["*"])])
	creating := object.union(rule("batch", ["*"]), {"operations": ["CREATE"]})
	policy.warn == unseen("jobs, cronjobs") with input as of([rule("", ["pods"]), rule("apps", ["*"]), creating])
	policy.warn == unseen("podtemplates") with input as for_kinds("pods,podtemplates", [rule("", ["pods"])])
}

test_allow_policies_for_all_or_for_pods_by_design if {
	policy.warn == set() with input as of([rule("", ["pods"]), rule("apps", ["*"]), rule("batch", ["*"])])
	policy.warn == set() with input as of([rule("apps", ["deployments"])])
	policy.warn == set() with input as for_kinds("pods", [rule("", ["pods"])])
	policy.warn == set() with input as object.union(of([rule("", ["pods"])]), {"kind": "MutatingAdmissionPolicy"})
	policy.deny == set() with input as of([rule("", ["pods"])])
}

test_deny_bad_params if {
	policy.deny == {`invalid params (kinds must be resources of pods and workloads, is "pods,services")`} with input as for_kinds("pods, services", [rule("", ["pods"])])
	policy.warn == set() with input as for_kinds("pods, services", [rule("", ["pods"])])
}
