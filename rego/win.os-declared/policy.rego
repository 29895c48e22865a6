# METADATA
# scope: package
# title: The system of pods for Windows nodes is declared
# description: |
#   Summary: a pod that only Windows nodes can run says so in spec.os, on which all exemptions and checks for Windows hang.
#   Denies: a nodeSelector kubernetes.io/os=windows, or required node affinity each of whose terms wants kubernetes.io/os in
#     [windows] alone, while spec.os.name is not windows.
#   Allows: pods that any other node can run; spec.os windows without a selector.
#   Versions: spec.os is stable from 1.25 (alpha in 1.23).
# custom:
#   control: win.os-declared
#   severity: medium
#   kubernetes_from: "1.25"
#   guidance: F13
#   articles: ["S26A #15", "S26C #15"]
package win.os_declared

import data.lib

# METADATA
# title: The pod asks for Windows nodes and does not say that it is Windows
# custom: {control: win.os-declared}
deny contains msg if {
	not lib.windows
	count(askers) > 0
	msg := sprintf(
		"undeclared Windows (spec.os.name must be \"windows\", since %s %s for Windows nodes)",
		[concat(" and ", askers), lib.plural("asks", "ask", count(askers))],
	)
}

# METADATA
# title: The fields that ask for Windows nodes alone
askers := array.concat(
	["nodeSelector" | lib.get(lib.pod.spec, ["nodeSelector", label], "") == "windows"],
	["nodeAffinity" | affine],
)

# METADATA
# title: The label of nodes that says their system
label := "kubernetes.io/os"

# METADATA
# title: Every term that can match a node wants Windows
affine if {
	path := ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"]
	terms := [term | some term in lib.get(lib.pod.spec, path, []); not empty(term)]
	count(terms) > 0
	every term in terms {
		wants_windows(term)
	}
}

# METADATA
# title: The term has no requirement, and so matches no node
empty(term) if {
	lib.get(term, ["matchExpressions"], []) == []
	lib.get(term, ["matchFields"], []) == []
}

# METADATA
# title: The term wants Windows and no other system
wants_windows(term) if {
	some requirement in lib.get(term, ["matchExpressions"], [])
	requirement.key == label
	requirement.operator == "In"
	{value | some value in lib.get(requirement, ["values"], [])} == {"windows"}
}
