# METADATA
# scope: package
# title: Warnings and audit not weaker than enforcement
# description: |
#   Summary: what a namespace enforces is also warned of and audited.
#   Denies: a warn or audit label that sets a weaker level than enforce, a warn-version or audit-version older than enforce-version.
#   Warns: audit left at the cluster's default while enforce is stricter; audit does not follow enforce.
#   Allows: an absent warn label, because warnings follow a valid enforce label; everything where privileged is enforced.
#   Parameters: clusterDefault (privileged).
# custom:
#   control: psa.ns.warn-audit-not-weaker
#   severity: medium
#   kubernetes_from: "1.23"
#   guidance: F01
#   articles: ["S22 #1"]
package psa.ns.warn_audit_not_weaker

import data.lib.namespace_labels as psa

# METADATA
# title: The params cannot be used
# custom: {control: psa.ns.warn-audit-not-weaker}
deny contains sprintf("invalid params (%s)", [concat("; ", bad_params)]) if {
	psa.namespace
	count(bad_params) > 0
}

# METADATA
# title: A label makes a mode weaker than enforcement
# custom: {control: psa.ns.warn-audit-not-weaker}
deny contains msg if {
	count(bad_params) == 0
	weaker := array.concat(weaker_mode("warn"), weaker_mode("audit"))
	count(weaker) > 0
	msg := sprintf("Pod Security mode weaker than enforce (%s)", [concat("; ", weaker)])
}

# METADATA
# title: Audit does not follow enforcement
# custom: {control: psa.ns.warn-audit-not-weaker}
warn contains msg if {
	count(bad_params) == 0
	not psa.current.audit
	psa.levels[psa.cluster_default] < psa.levels[enforced]
	msg := sprintf(
		"Pod Security audit weaker than enforce (audit is not set and counts as \"%s\", enforce is \"%s\")",
		[psa.cluster_default, enforced],
	)
}

# METADATA
# title: What is wrong with the params
bad_params := psa.bad_levels({"clusterDefault": "privileged"})

# METADATA
# title: The enforced level
enforced := psa.enforced(psa.current)

# METADATA
# title: How the labels of a mode weaken it; empty where they do not
weaker_mode(mode) := array.concat(
	[sprintf("%s is \"%s\", enforce is \"%s\"", [mode, value, enforced]) |
		value := psa.current[mode]
		level := psa.effective(psa.current, mode, {"invalid": "privileged"})
		psa.levels[level] < psa.levels[enforced]
	],
	[sprintf("%s-version is \"%s\", enforce-version is \"%s\"", [mode, value, version]) |
		enforced != "privileged"
		value := psa.current[concat("", [mode, "-version"])]
		version := psa.version(psa.current, "enforce")
		psa.older(psa.version(psa.current, mode), version)
	],
)
