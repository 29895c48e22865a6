# METADATA
# scope: package
# title: Pod Security defaults with a floor
# description: |
#   Summary: namespaces without Pod Security labels get an enforced level from PodSecurity's own configuration.
#   Denies: a PodSecurityConfiguration whose defaults.enforce is weaker than minEnforce, or not set, which counts as privileged; a level or a version in
#     its defaults that is none.
#   Allows: minEnforce and stricter levels at any version. What an AdmissionConfiguration does not hold, but has in another file, is judged there.
#   Parameters: minEnforce (baseline).
#   Versions: the file is of v1alpha1 from Kubernetes 1.22 on, of v1beta1 from 1.23 and of v1 from 1.25; all three still count.
# custom:
#   control: psa.config.defaults
#   severity: high
#   kubernetes_from: "1.22"
#   guidance: F01
#   articles: ["S22 #1"]
#   cel: "a file that no API server is given: it is read when the server starts"
package psa.config.defaults

import data.lib
import data.lib.files
import data.lib.namespace_labels as psa

# METADATA
# title: The params cannot be used
# custom: {control: psa.config.defaults}
deny contains sprintf("invalid params (%s)", [concat("; ", bad_params)]) if {
	count(files.pod_security) > 0
	count(bad_params) > 0
}

# METADATA
# title: The default level is too weak
# custom: {control: psa.config.defaults}
deny contains msg if {
	some configuration in files.pod_security
	level := setting(configuration, "enforce", "privileged")
	psa.levels[level] < psa.levels[minimum]
	msg := sprintf(
		"Pod Security defaults below the floor (enforce must be \"%s\" or stricter, is %s)",
		[minimum, files.shown(written(configuration, "enforce"))],
	)
}

# METADATA
# title: The defaults are invalid
# custom: {control: psa.config.defaults}
deny contains msg if {
	some configuration in files.pod_security
	details := array.concat(
		[sprintf("%s %s is no level", [mode, json.marshal(value)]) |
			some mode in ["enforce", "audit", "warn"]
			value := setting(configuration, mode, "privileged")
			not psa.levels[value]
		],
		[sprintf("%s %s is no version", [mode, json.marshal(value)]) |
			some mode in ["enforce-version", "audit-version", "warn-version"]
			value := setting(configuration, mode, "latest")
			not version(value)
		],
	)
	count(details) > 0
	msg := sprintf("invalid Pod Security defaults (%s)", [concat("; ", details)])
}

# METADATA
# title: The weakest level that may be the default
minimum := psa.setting("minEnforce", "baseline")

# METADATA
# title: What is wrong with the params
bad_params := psa.bad_levels({"minEnforce": "baseline"})

# METADATA
# title: The value is latest or v1.x
version(value) if {
	is_string(value)
	psa.is_version(value)
}

# METADATA
# title: A default as it counts; an empty one is none
setting(configuration, name, fallback) := value if {
	value := written(configuration, name)
	value != null
} else := fallback

# METADATA
# title: A default as it is written; null where there is none
written(configuration, name) := value if {
	value := lib.get(configuration, ["defaults", name], "")
	value != ""
} else := null
