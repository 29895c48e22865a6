# METADATA
# scope: package
# title: A pinned enforce version
# description: |
#   Summary: what a namespace enforces does not change when the cluster is upgraded.
#   Denies: an enforce-version that is latest, absent or invalid (both count as latest) or older than minVersion.
#   Allows: namespaces that enforce privileged, where no version matters; latest with allowLatest.
#   Parameters: allowLatest ("false"), minVersion (v1.25), clusterDefault (privileged).
# custom:
#   control: psa.ns.version-pinned
#   severity: low
#   kubernetes_from: "1.23"
#   guidance: F01
#   articles: ["S22 #1"]
package psa.ns.version_pinned

import data.lib.namespace_labels as psa

# METADATA
# title: The params cannot be used
# custom: {control: psa.ns.version-pinned}
deny contains sprintf("invalid params (%s)", [concat("; ", bad_params)]) if {
	psa.namespace
	count(bad_params) > 0
}

# METADATA
# title: The enforce version is not pinned or too old
# custom: {control: psa.ns.version-pinned}
deny contains msg if {
	count(bad_params) == 0
	psa.enforced(psa.current) != "privileged"
	not pinned
	msg := sprintf("enforced Pod Security version not pinned (enforce-version must be %s, %s)", [wanted, found])
}

# METADATA
# title: What is wrong with the params
bad_params := array.concat(
	psa.bad_booleans({"allowLatest": "false"}),
	array.concat(
		psa.bad_levels({"clusterDefault": "privileged"}),
		psa.bad_versions({"minVersion": "v1.25"}),
	),
)

# METADATA
# title: The oldest version that is new enough
minimum := psa.setting("minVersion", "v1.25")

# METADATA
# title: The version is new enough, and fixed where it has to be
pinned if {
	version := psa.version(psa.current, "enforce")
	not psa.older(version, minimum)
	allowed_latest(version)
}

# METADATA
# title: The version is not latest, or latest is allowed
allowed_latest(version) if version != "latest"

allowed_latest("latest") if psa.setting("allowLatest", "false") == "true"

# METADATA
# title: What the version must be
wanted := sprintf("\"%s\" or newer, or \"latest\"", [minimum]) if {
	psa.setting("allowLatest", "false") == "true"
} else := sprintf("\"%s\" or newer", [minimum])

# METADATA
# title: What the version is
found := sprintf("is \"%s\"", [psa.current["enforce-version"]]) if {
	psa.current["enforce-version"]
} else := "is not set"
