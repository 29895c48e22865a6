package sa.secret_token_stale_test

import data.sa.secret_token_stale as policy

secret(fields) := object.union({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "robot-token", "namespace": "team-a"}, "type": "kubernetes.io/service-account-token"}, fields)

prefix := "kubernetes.io/legacy-token-"

# Labels are given without their common prefix.
marked(labels) := secret({"metadata": {"labels": {key: value | some name, value in labels; key := concat("", [prefix, name])}}})

asked(labels, parameters) := {"request": {"userInfo": {"username": "ann"}, "object": marked(labels)}, "parameters": parameters}

used(date, today) := asked({"last-used": date}, {"today": today})

stale(detail) := {sprintf("stale token (%s)", [detail])}

test_deny_after_90_days if {
	policy.deny == stale("last used on 2025-01-01, more than 90 days before 2025-04-02") with input as used("2025-01-01", "2025-04-02")
	policy.deny == set() with input as used("2025-01-01", "2025-04-01")
	policy.warn == set() with input as used("2025-01-01", "2025-04-01")
	policy.deny == set() with input as used("2025-04-02", "2025-01-01")
}

test_days_are_a_param if {
	policy.deny == stale("last used on 2024-02-28, more than 1 days before 2024-03-01") with input as asked(
		{"last-used": "2024-02-28"},
		{"today": "2024-03-01", "maxIdleDays": 1},
	)
	policy.deny == set() with input as asked({"last-used": "2025-02-28"}, {"today": "2025-03-01", "maxIdleDays": "1"})
}

test_deny_what_is_marked_invalid if {
	policy.deny == stale("is marked invalid") with input as asked({"invalid-since": "2025-01-01"}, {})
	policy.deny == stale("is marked invalid") with input as asked({"invalid-since": null}, {})
	policy.deny == stale(`is marked invalid; last use "x" is no date`) with input as asked({"invalid-since": "", "last-used": "x"}, {})
	policy.warn == set() with input as asked({"invalid-since": "2025-01-01"}, {})
}

test_deny_what_is_no_date if {
	every text in ["yesterday", "", "2025-1-1", "2025-02-29", "2025-04-31", "2025-13-01", "2025-01-00", "2025-01-01T00:00:00Z", "1999-01-01"] {
		policy.deny == stale(sprintf("last use \"%s\" is no date", [text])) with input as used(text, "2025-04-01")
	}
	policy.deny == stale(`last use "" is no date`) with input as used(null, "2025-04-01")
	policy.deny == set() with input as used("2024-02-29", "2024-03-01")
}

test_warn_where_nobody_can_tell if {
	policy.warn == {"token of unknown age (label kubernetes.io/legacy-token-last-used is missing)"} with input as asked({}, {"today": "2025-01-01"})
	policy.warn == {"token of unknown age (param today is not set)"} with input as marked({"last-used": "2025-01-01"})
	policy.deny == set() with input as marked({"last-used": "2025-01-01"})
}

test_allow_those_who_keep_the_labels if {
	keeper := {"username": "system:kube-controller-manager"}
	policy.deny == set() with input as {"request": {"userInfo": keeper, "object": marked({"invalid-since": "x"})}}
	policy.warn == set() with input as {"request": {"userInfo": keeper, "object": marked({})}}
	policy.deny == set() with input as asked({"invalid-since": "x"}, {"allowedUsers": "bob, ann"})
}

test_allow_other_types if {
	policy.deny == set() with input as object.union(marked({"invalid-since": "x"}), {"type": "Opaque"})
	policy.warn == set() with input as object.union(marked({}), {"type": "Opaque"})
}

test_deny_bad_params if {
	wanted := {`invalid params (maxIdleDays must be a whole number, is "-1"; today must be a date such as 2026-01-31, is "2026-02-30")`}
	policy.deny == wanted with input as asked({}, {"today": "2026-02-30", "maxIdleDays": "-1"})
	policy.warn == set() with input as asked({}, {"today": "2026-02-30", "maxIdleDays": "-1"})
}
