# METADATA
# scope: package
# title: No tokens from Secrets in pods
# description: |
#   Summary: a pod gets its token projected, which ends and is renewed, and not from a Secret.
#   Denies: a Secret whose name looks like that of a token, in a volume, in a projected volume, or in env or envFrom of any container, mounted
#     or not.
#   Allows: other Secrets, and those in allowed; projected service account tokens.
#   Parameters: allowed (none; names of Secrets, separated by commas), patterns (-token-[a-z0-9]{5}$; regular expressions separated by
#     commas, made of a-z, 0-9, ., -, [a-z], [0-9], [a-z0-9], *, +, ?, {n}, ^ and $).
#   Correction: an article says that pods ask for a token only when they need one; the kubelet requests and renews it whether it is used
#     or not, unless automountServiceAccountToken is false.
#   Versions: before 1.22 every pod gets such a volume by itself.
# custom:
#   control: sa.no-secret-token-volume
#   severity: medium
#   kubernetes_from: "1.22"
#   guidance: F12
#   articles: ["S26A #14", "S26C #14"]
package sa.no_secret_token_volume

import data.lib
import data.lib.params

# METADATA
# title: The params cannot be used
# custom: {control: sa.no-secret-token-volume}
deny contains params.invalid(bad_params) if lib.pod

# METADATA
# title: The pod uses a Secret that looks like a token
# custom: {control: sa.no-secret-token-volume}
deny contains msg if {
	count(bad_params) == 0
	details := [sprintf("%s uses %s", [user.who, lib.quoted(names)]) |
		some user in array.concat(volumes, containers)
		names := [name | some name in user.secrets; is_token(name)]
		count(names) > 0
	]
	count(details) > 0
	msg := sprintf("token from a Secret (%s)", [concat("; ", details)])
}

# METADATA
# title: What is wrong with the params
bad_params := [sprintf("patterns must be made of a-z, 0-9, ., -, [a-z], [0-9], [a-z0-9], *, +, ?, {n}, ^ and $, has \"%s\"", [pattern]) |
	some pattern in patterns
	not regex.match(`^\^?(([a-z0-9.-]|\[a-z\]|\[0-9\]|\[a-z0-9\])([*+?]|\{[1-9]?[0-9]\})?)*\$?$`, pattern)
]

# METADATA
# title: What names of tokens look like
patterns := params.list("patterns", "-token-[a-z0-9]{5}$")

# METADATA
# title: The name looks like a token's and is not allowed
is_token(name) if {
	name != ""
	not name in params.list("allowed", "")
	some pattern in patterns
	regex.match(pattern, name)
}

# METADATA
# title: The Secrets of each volume, as {who, secrets}
volumes := [{"who": sprintf("volume \"%s\"", [lib.get(volume, ["name"], "")]), "secrets": names} |
	some volume in lib.get(lib.pod.spec, ["volumes"], [])
	names := array.concat(
		[lib.get(volume, ["secret", "secretName"], "")],
		[lib.get(source, ["secret", "name"], "") | some source in lib.get(volume, ["projected", "sources"], [])],
	)
]

# METADATA
# title: The Secrets in the environment of each container, as {who, secrets}
containers := [{"who": sprintf("container \"%s\"", [lib.name(item)]), "secrets": names} |
	some item in lib.containers
	names := array.concat(
		[lib.get(env, ["valueFrom", "secretKeyRef", "name"], "") | some env in lib.get(item.container, ["env"], [])],
		[lib.get(env, ["secretRef", "name"], "") | some env in lib.get(item.container, ["envFrom"], [])],
	)
]
