package vap.match_ephemeral_test

import data.vap.match_ephemeral as policy

rule(fields) := object.union({"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE", "UPDATE"], "resources": ["pods"]}, fields)

of(match) := {
	"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy", "metadata": {"name": "a"},
	"spec": {"matchConstraints": match},
}

ephemeral(fields) := rule(object.union({"resources": ["pods/ephemeralcontainers"]}, fields))

blind := {"ephemeral containers are not seen (pods are matched, UPDATE of pods/ephemeralcontainers is not)"}

test_deny_policies_that_see_pods_alone if {
	every rules in [
		[rule({})], [rule({"resources": ["*"]})], [rule({}), ephemeral({"operations": ["CREATE"]})],
		[rule({}), ephemeral({"resourceNames": ["a"]})], [rule({"resourceNames": ["b"]}), ephemeral({"resourceNames": ["a"]})],
	] {
		policy.deny == blind with input as of({"resourceRules": rules})
	}
	policy.deny == blind with input as of({"resourceRules": [rule({"resources": ["*/*"]})], "excludeResourceRules": [ephemeral({})]})
}

test_allow_policies_that_see_both_or_none if {
	every rules in [
		[rule({"resources": ["pods/*"]})], [rule({"resources": ["*/*"]})], [rule({}), ephemeral({})], [rule({"operations": ["DELETE"]})], [],
		[rule({"resourceNames": ["a"]}), ephemeral({"resourceNames": ["a", "b"]})], [rule({"resourceNames": ["a"]}), ephemeral({})],
	] {
		policy.deny == set() with input as of({"resourceRules": rules})
	}
	policy.deny == set() with input as of({"resourceRules": [rule({"resources": ["*"]})], "excludeResourceRules": [rule({})]})
	policy.deny == set() with input as object.union(of({"resourceRules": [rule({})]}), {"kind": "MutatingAdmissionPolicy"})
}
