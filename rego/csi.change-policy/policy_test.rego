package csi.change_policy_test

import data.csi.change_policy as policy

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}

spec(change_policy, group, volumes) := pod({
	"securityContext": {"fsGroup": group, "fsGroupChangePolicy": change_policy},
	"volumes": volumes,
})

claim(name) := {"name": name, "persistentVolumeClaim": {"claimName": name}}

told(who) := {sprintf("slow fsGroup (pod should set securityContext.fsGroupChangePolicy=OnRootMismatch for %s)", [who])}

test_warn_of_claims_without_the_policy if {
	policy.warn == told(`volume "a"`) with input as spec(null, 1000, [claim("a"), {"name": "b", "emptyDir": {}}])
	policy.warn == told(`volumes "a", "b"`) with input as spec("Always", 0, [claim("a"), claim("b")])
}

test_allow_the_policy if policy.warn == set() with input as spec("OnRootMismatch", 1000, [claim("a")])

test_allow_no_group_and_no_claims if {
	policy.warn == set() with input as spec(null, null, [claim("a")])
	policy.warn == set() with input as spec(null, 1000, [{"name": "b", "persistentVolumeClaim": null}])
	policy.warn == set() with input as spec(null, 1000, null)
}
