package kcm.legacy_cleanup_test

import data.kcm.legacy_cleanup as policy

flag := "--legacy-service-account-token-clean-up-period"

manager(name, arguments) := {"name": name, "command": ["kube-controller-manager"], "args": arguments}

pod(containers) := {
	"apiVersion": "v1",
	"kind": "Pod",
	"metadata": {"name": "kube-controller-manager", "namespace": "kube-system"},
	"spec": {"containers": containers},
}

of(period) := pod([manager("a", [flag, period])])

at(object, parameters) := {"request": {"object": object, "namespace": "kube-system"}, "parameters": parameters}

told(details, days) := {sprintf("old tokens are kept (%s; must be at most %d days)", [details, days])}

kept(period, days) := told(sprintf(`container "a" has --legacy-service-account-token-clean-up-period=%s`, [period]), days)

test_deny_what_is_longer if {
	every period in ["17520h", "8760h1ns", "8761h", "525601m", "31536001s"] {
		policy.deny == kept(period, 365) with input as of(period)
	}
	policy.deny == kept("721h", 30) with input as at(of("721h"), {"maxDays": "30"})
	policy.deny == kept("1ns", 0) with input as at(of("1ns"), {"maxDays": 0})
}

test_deny_what_is_no_time if {
	every period in ["365d", "1y", "", "8760", "h", "-1h", "99999999h", "1h 1m"] {
		policy.deny == kept(period, 365) with input as of(period)
	}
}

test_allow_what_is_as_long_or_shorter if {
	every period in ["8760h", "8760h0m0s", "31536000s", "525600m", "0", "0s", "1.5h", "720h0.5s"] {
		policy.deny == set() with input as of(period)
	}
	policy.deny == set() with input as at(of("720h"), {"maxDays": "30"})
}

test_the_last_one_counts if {
	policy.deny == set() with input as pod([manager("a", [flag, "17520h", sprintf("%s=1h", [flag])])])
	policy.deny == kept("17520h", 365) with input as pod([manager("a", [flag, "1h", sprintf("%s=17520h", [flag])])])
}

none := pod([manager("a", null), manager("b", [])])

test_warn_of_none_at_1_28 if {
	policy.warn == {`old tokens are kept (containers "a", "b" without --legacy-service-account-token-clean-up-period)`} with input as at(none, {"clusterVersion": "v1.28"})
	policy.deny == set() with input as at(none, {"clusterVersion": "v1.28", "maxDays": "1"})
	policy.deny == kept("17520h", 365) with input as at(of("17520h"), {"clusterVersion": "v1.28"})
}

test_none_is_a_year_from_1_29_on if {
	every version in ["v1.29", "latest"] {
		policy.deny == set() with input as at(none, {"clusterVersion": version})
		policy.warn == set() with input as at(none, {"clusterVersion": version})
		policy.deny == told(`container "a" has --legacy-service-account-token-clean-up-period=8760h; container "b" has --legacy-service-account-token-clean-up-period=8760h`, 364) with input as at(none, {
			"clusterVersion": version,
			"maxDays": "364",
		})
	}
}

test_allow_before_1_28 if {
	policy.deny == set() with input as at(of("17520h"), {"clusterVersion": "v1.27"})
	policy.warn == set() with input as at(none, {"clusterVersion": "v1.27"})
}

test_deny_bad_params if {
	policy.deny == {`invalid params (maxDays must be a whole number, is "1y"; clusterVersion must be "latest" or "v1.x", is "1.28")`} with input as at(
		none,
		{"maxDays": "1y", "clusterVersion": "1.28"},
	)
}

test_allow_other_pods if policy.deny == set() with input as at({"apiVersion": "v1", "kind": "Secret"}, {"maxDays": "1y"})
