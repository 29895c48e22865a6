# METADATA
# scope: package
# title: Capabilities dropped
# description: |
#   Summary: containers keep no capability but the one to open low ports.
#   Denies: from policy version v1.22, containers that do not drop ALL, and containers that add any capability but NET_BIND_SERVICE.
#     Names count as written: neither all nor CAP_ALL is ALL.
#   Allows: drop with ALL, add with NET_BIND_SERVICE; from v1.25 anything in pods with spec.os.name windows.
# custom:
#   control: pss.restricted.capabilities
#   severity: critical
#   level: restricted
#   check: capabilities_restricted
#   replaces: [capabilities_baseline]
#   policy_versions: [v1.22, v1.25]
#   kubernetes_from: "1.22"
#   guidance: F02
#   articles: ["S22 #1"]
package pss.restricted.capabilities

import data.lib

# METADATA
# title: Windows has no capabilities
exempt if {
	lib.policy_version >= 25
	lib.windows
}

# METADATA
# title: The capabilities that a container adds or drops
capabilities(container, list) := lib.get(container, ["securityContext", "capabilities", list], [])

# METADATA
# title: The forbidden capabilities that a container adds
forbidden(container) := {capability | some capability in capabilities(container, "add")} - {"NET_BIND_SERVICE"}

# METADATA
# title: What is wrong with dropped capabilities, as a list of at most one phrase
drop_phrases := [phrase |
	names := [lib.name(item) | some item in lib.containers; not "ALL" in capabilities(item.container, "drop")]
	count(names) > 0
	phrase := sprintf("%s must set securityContext.capabilities.drop=[\"ALL\"]", [lib.containers_named(names)])
]

# METADATA
# title: What is wrong with added capabilities, as a list of at most one phrase
add_phrases := [phrase |
	names := [lib.name(item) | some item in lib.containers; count(forbidden(item.container)) > 0]
	count(names) > 0
	values := {capability | some item in lib.containers; some capability in forbidden(item.container)}
	phrase := sprintf(
		"%s must not include %s in securityContext.capabilities.add",
		[lib.containers_named(names), lib.quoted(sort(values))],
	)
]

# METADATA
# title: Containers keep or add capabilities
# custom: {control: pss.restricted.capabilities}
deny contains msg if {
	lib.policy_version >= 22
	not exempt
	phrases := array.concat(drop_phrases, add_phrases)
	count(phrases) > 0
	msg := sprintf("unrestricted capabilities (%s)", [concat("; ", phrases)])
}

# METADATA
# title: The policy version cannot be used
# custom: {control: pss.restricted.capabilities}
deny contains lib.invalid_policy_version
