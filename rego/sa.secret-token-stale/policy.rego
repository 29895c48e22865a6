# METADATA
# scope: package
# title: No token that nobody uses
# description: |
#   Summary: a Secret with a token that was not used for long, or is marked invalid, goes.
#   Denies: a Secret of type kubernetes.io/service-account-token with the label kubernetes.io/legacy-token-invalid-since, whatever its value,
#     or whose label kubernetes.io/legacy-token-last-used is no date or lies more than maxIdleDays before today.
#   Warns: nothing says when the token was last used, or the param today is not set; then its age is unknown.
#   Allows: Secrets of other types; changes by those who keep the labels, in allowedUsers; deletion.
#   Parameters: today (none; a date such as 2026-01-31), maxIdleDays (90), allowedUsers (system:apiserver,
#     system:kube-controller-manager and the token cleaner's service account in kube-system; names separated by commas).
#   Correction: an article says that only deleting the service account revokes a token; deleting its Secret does too.
#   Versions: uses are tracked from 1.26 on (by default from 1.27), and 1.28 marks and removes those that Kubernetes itself had created.
# custom:
#   control: sa.secret-token-stale
#   severity: medium
#   kubernetes_from: "1.28"
#   guidance: F12
#   articles: ["S26A #14", "S26C #14"]
package sa.secret_token_stale

import data.lib
import data.lib.date
import data.lib.params
import data.lib.tokens

# METADATA
# title: The params cannot be used
# custom: {control: sa.secret-token-stale}
deny contains params.invalid(bad_params) if tokens.token_secret

# METADATA
# title: The token is stale
# custom: {control: sa.secret-token-stale}
deny contains sprintf("stale token (%s)", [concat("; ", details)]) if {
	is_judged
	count(details) > 0
}

# METADATA
# title: Nobody can tell whether the token is stale
# custom: {control: sa.secret-token-stale}
warn contains sprintf("token of unknown age (%s)", [unknown]) if {
	is_judged
	count(details) == 0
}

# METADATA
# title: A Secret with a token is judged, and with params that can be used
is_judged if {
	tokens.token_secret
	count(bad_params) == 0
	not tokens.username in params.list("allowedUsers", keepers)
}

# METADATA
# title: Those who keep the labels
keepers := "system:apiserver, system:kube-controller-manager, system:serviceaccount:kube-system:legacy-service-account-token-cleaner"

# METADATA
# title: What is wrong with the params
bad_params := array.concat(
	params.bad_numbers({"maxIdleDays": "90"}),
	[sprintf("today must be a date such as 2026-01-31, is \"%s\"", [today]) |
		today != ""
		not date.valid(today)
	],
)

# METADATA
# title: The date to judge by; empty where none is set
today := params.text("today", "")

# METADATA
# title: The Secret's labels
labels := lib.get(tokens.token_secret, ["metadata", "labels"], {})

# METADATA
# title: What makes the token stale
details := array.concat(
	["is marked invalid" | "kubernetes.io/legacy-token-invalid-since" in object.keys(labels)],
	[detail | detail := idle],
)

# METADATA
# title: What is wrong with the date of the last use; undefined where nothing is or nobody can tell
idle := sprintf("last use \"%s\" is no date", [last_used]) if {
	last_used
	not date.valid(last_used)
} else := sprintf("last used on %s, more than %d days before %s", [last_used, params.number("maxIdleDays", "90"), today]) if {
	today != ""
	date.day(today) - date.day(last_used) > params.number("maxIdleDays", "90")
}

# METADATA
# title: Why the age is unknown; undefined where it is not
unknown := "label kubernetes.io/legacy-token-last-used is missing" if {
	not last_used
} else := "param today is not set" if {
	today == ""
}

# METADATA
# title: The label that says when the token was last used; undefined where it is missing
# description: A label that is null is the empty string, as it is once the API server has read it.
last_used := lib.get(labels, [key], "") if {
	key := "kubernetes.io/legacy-token-last-used"
	key in object.keys(labels)
}
